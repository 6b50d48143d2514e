// The thread that reads files: the page's own engine once more. The page first says which script is its engine's, and hands
// over the compiled engine; what it asks after that the engine hears itself.
onmessage = async ({ data: { script, engine } }) => {
  onmessage = null;
  const { default: init } = await import(script);
  await init({ module_or_path: engine });
};
