# Sourced by the other scripts: installs what is missing, into the project folder where that is possible.
# When everything is there it takes about a second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The same everywhere, so that no step rebuilds what another has built.
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
export PATH="$PWD/.tools/bin:$PWD/.tools/node_modules/.bin:$TARGET/debug:$PATH"
# Panics name source files: without the folders of this machine the page is the same to the byte on any. (A folder with a
# blank in its name cannot be told so.)
CRATES="${CARGO_HOME:-$HOME/.cargo}/registry/src"
case "$CRATES$PWD" in
  *' '*) ;;
  *) export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=$CRATES=crates --remap-path-prefix=$PWD=." ;;
esac

TRUNK=0.21.14
BINARYEN=132.0.0
AXE=4.14.1
ESBUILD=0.28.2
GECKODRIVER=0.37.1
DENY=0.20.2
ABOUT=0.9.3
LIGHTHOUSE=12.8.2 # the last for Node.js 18 and 20

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null; }
# timed WHAT COMMAND...: says it, runs it, says how long that took.
timed() {
  say "$1"
  local start=$SECONDS
  "${@:2}"
  echo "$1: done, $((SECONDS - start)) s"
}
# Unoptimised: it builds in a third of the time and does not work hard.
install_quickly() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL="${OPT_LEVEL:-0}" \
    cargo install --locked --root .tools "$@"
}

# Rust in the version of rust-toolchain.toml, with the wasm target.
setup_rust() {
  have rustup || fail "Rust is missing: install it from https://rustup.rs, then run this again."
  if ! rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown || ! cargo --version >/dev/null 2>&1; then
    timed "Installing the Rust toolchain" rustup toolchain install --no-self-update
  fi
}

# Node.js with npm; where it is missing, the one command that brings it is told.
setup_node() {
  if have node && have npm; then return; fi
  local command="the installer of https://nodejs.org"
  case "$(uname -s)" in
    Darwin) command="brew install node" ;;
    MINGW* | MSYS* | CYGWIN*) command="winget install OpenJS.NodeJS.LTS" ;;
    *)
      if have apt-get; then command="sudo apt-get install -y nodejs npm"
      elif have dnf; then command="sudo dnf install -y nodejs npm"
      elif have pacman; then command="sudo pacman -S nodejs npm"
      elif have zypper; then command="sudo zypper install nodejs npm"
      fi ;;
  esac
  fail "Node.js with npm is missing. Install it by:

    $command

Then run this again."
}

# From npm: wasm-opt, esbuild, and the accessibility rules that the browser tests apply.
setup_npm() {
  if [ "$(cat .tools/npm-done 2>/dev/null)" != "$BINARYEN $AXE $ESBUILD" ]; then
    timed "Installing wasm-opt, esbuild and axe-core" \
      npm install --prefix .tools --no-save --no-audit --no-fund --loglevel error "binaryen@$BINARYEN" "axe-core@$AXE" "esbuild@$ESBUILD"
    echo "$BINARYEN $AXE $ESBUILD" > .tools/npm-done
  fi
}

# Trunk bundles the page.
has_trunk() { [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK" ]; }
setup_trunk() {
  if ! has_trunk; then
    timed "Installing Trunk $TRUNK (about three minutes, once)" \
      install_quickly trunk --version "$TRUNK" --no-default-features --features rustls
  fi
}

# wasm-bindgen and its test runner in the version of Cargo.lock, the file server, the build's hook.
setup_tools() {
  if [ -x "$TARGET/debug/wasm-bindgen" ]; then
    cargo build --quiet --locked --package second-engine-tools
  else
    timed "Building wasm-bindgen (about a minute, once)" cargo build --locked --package second-engine-tools
  fi
}

# Packages of Debian and its like; elsewhere, or of another name, they are asked for: packages "WHAT IS MISSING" PACKAGE...
packages() {
  local missing="$1" root=; shift
  have apt-get || fail "$missing missing: install that and put it on the PATH, then run this again."
  [ "$(id -u)" = 0 ] || root=sudo
  say "Installing $*"
  local start=$SECONDS
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt cannot install $*. $missing missing: install that and put it on the PATH, then run this again."
  echo "Installing $*: done, $((SECONDS - start)) s"
}

# The browsers to test in. Chromium:
setup_chromium() {
  if have chromedriver && { have chromium || have chromium-browser || have google-chrome; }; then return; fi
  packages "Chromium and chromedriver (of one version) are" chromium chromium-driver
}

# Firefox, and what drives it.
setup_firefox() {
  have firefox || have firefox-esr || packages "Firefox is" firefox-esr
  if [ "$(geckodriver --version 2>/dev/null | sed -n '1s/^geckodriver \([0-9.]*\).*/\1/p')" != "$GECKODRIVER" ]; then
    timed "Installing geckodriver $GECKODRIVER (about a minute, once)" install_quickly geckodriver --version "$GECKODRIVER"
  fi
}

# WebKitGTK with its driver, and a screen in memory for it.
setup_webkit() {
  if have WebKitWebDriver && have Xvfb; then return; fi
  packages "WebKitGTK's driver (with its MiniBrowser) or Xvfb is" webkit2gtk-driver xvfb
}

# The one that SECOND_ENGINE_BROWSER names.
setup_browser() {
  case "${SECOND_ENGINE_BROWSER:-chromium}" in
    chromium) setup_chromium ;;
    firefox) setup_firefox ;;
    webkit) setup_webkit ;;
    *) fail "SECOND_ENGINE_BROWSER is chromium, firefox or webkit, not $SECOND_ENGINE_BROWSER." ;;
  esac
}

# What holds crates to deny.toml, and what collects their licences: not for every day. Unoptimised the second reads licence
# texts for minutes.
setup_notices() {
  if [ "$(cargo-deny --version 2>/dev/null)" != "cargo-deny $DENY" ]; then
    timed "Installing cargo-deny $DENY (about two minutes, once)" \
      install_quickly cargo-deny --version "$DENY" --no-default-features
  fi
  if [ "$(cargo-about --version 2>/dev/null)" != "cargo-about $ABOUT" ]; then
    OPT_LEVEL=2 timed "Installing cargo-about $ABOUT (about three minutes, once)" \
      install_quickly cargo-about --version "$ABOUT" --no-default-features --features cli
  fi
}

# The page's marks for speed, access and habits. In a folder of its own: npm takes out of the other what is not named.
setup_lighthouse() {
  setup_node
  if [ "$(cat .tools/lighthouse/done 2>/dev/null)" != "$LIGHTHOUSE" ]; then
    mkdir -p .tools/lighthouse
    timed "Installing Lighthouse $LIGHTHOUSE" \
      npm install --prefix .tools/lighthouse --no-save --no-audit --no-fund --loglevel error "lighthouse@$LIGHTHOUSE"
    echo "$LIGHTHOUSE" > .tools/lighthouse/done
  fi
}

# What is asked for first is what this machine must have; then the quick things.
setup_build() {
  local page=
  setup_node; mkdir -p .tools; setup_rust; setup_std
  if ! has_trunk; then
    # As Trunk will ask for it. Both end in a minute or two of one core: together they are over sooner.
    say "Compiling the page meanwhile"
    for_the_page cargo build --quiet --locked --target wasm32-unknown-unknown --bin second-engine --features app \
      --profile page & page=$!
  fi
  setup_npm; setup_trunk; setup_tools
  # What is wrong with it Trunk will say.
  [ -z "$page" ] || wait "$page" || true
}

# The page's binary has a standard library of its own, in which what would panic stops without a text. No browser shows
# such texts, and they are 19 KiB brotli of the first download. rustc calls both settings unstable: rust-toolchain.toml
# pins it, and nothing but the page is built with them. Trunk's hook puts them away again for what it runs here. Where the
# library's source cannot be had, the page is built with the one that is there.
setup_std() {
  if has_std; then return; fi
  timed "Installing the standard library's source" rustup component add rust-src || true
  has_std || echo "rustup has no rust-src here: the page is built with the library as it comes, and is 28 KiB larger."
}
has_std() { [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library/std" ]; }
for_the_page() {
  has_std || { "$@"; return; }
  RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort" "$@"
}

build_page() { for_the_page trunk build --log warn && node tools/compress.mjs; }
