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

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null; }

# Rust in the version of rust-toolchain.toml, with the wasm target.
setup_rust() {
  have rustup || fail "Rust is missing: install it from https://rustup.rs, then run this again."
  if ! rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown || ! cargo --version >/dev/null 2>&1; then
    say "Installing the Rust toolchain"
    rustup toolchain install --no-self-update
  fi
}

# From npm: wasm-opt, esbuild, and the accessibility rules that the browser tests apply.
setup_npm() {
  have npm || fail "Node.js with npm is missing: install it from https://nodejs.org or your package manager, then run this again."
  if [ "$(cat .tools/npm-done 2>/dev/null)" != "$BINARYEN $AXE $ESBUILD" ]; then
    say "Installing wasm-opt, esbuild and axe-core"
    npm install --prefix .tools --no-save --no-audit --no-fund --loglevel error "binaryen@$BINARYEN" "axe-core@$AXE" "esbuild@$ESBUILD"
    echo "$BINARYEN $AXE $ESBUILD" > .tools/npm-done
  fi
}

# Trunk bundles the page. Unoptimised: it builds in a third of the time and does not work hard.
setup_trunk() {
  if [ "$(trunk --version 2>/dev/null)" != "trunk $TRUNK" ]; then
    say "Installing Trunk $TRUNK (about three minutes, once)"
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
      cargo install trunk --version "$TRUNK" --locked --no-default-features --features rustls --root .tools
  fi
}

# wasm-bindgen and its test runner in the version of Cargo.lock, the file server, the build's hook.
setup_tools() {
  [ -x "$TARGET/debug/wasm-bindgen" ] || say "Building wasm-bindgen (about a minute, once)"
  cargo build --quiet --locked --package second-engine-tools
}

# Packages of Debian and its like; elsewhere, or of another name, they are asked for: packages "WHAT IS MISSING" PACKAGE...
packages() {
  local missing="$1" root=; shift
  have apt-get || fail "$missing missing: install that and put it on the PATH, then run this again."
  [ "$(id -u)" = 0 ] || root=sudo
  say "Installing $*"
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt cannot install $*. $missing missing: install that and put it on the PATH, then run this again."
}

# The browsers to test in. Chromium:
setup_chromium() {
  if have chromedriver && { have chromium || have chromium-browser || have google-chrome; }; then return; fi
  packages "Chromium and chromedriver (of one version) are" chromium chromium-driver
}

# Firefox, and what drives it. Unoptimised like Trunk.
setup_firefox() {
  have firefox || have firefox-esr || packages "Firefox is" firefox-esr
  if [ "$(geckodriver --version 2>/dev/null | sed -n '1s/^geckodriver \([0-9.]*\).*/\1/p')" != "$GECKODRIVER" ]; then
    say "Installing geckodriver $GECKODRIVER (about a minute, once)"
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
      cargo install geckodriver --version "$GECKODRIVER" --locked --root .tools
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

setup_build() { mkdir -p .tools; setup_rust; setup_npm; setup_trunk; setup_tools; }

build_page() { trunk build --log warn && node tools/compress.mjs; }
