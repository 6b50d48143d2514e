//! What a machine without Node.js is told by the scripts that need it: its one command.

#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with the programs of a machine that has no Node.js, nor anything else but these.
fn machine(name: &str, system: &str, programs: &[&str]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("second-engine-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let place = |name: &str, script: &str| {
        fs::write(folder.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    };
    place("uname", &format!("echo {system}"));
    programs.iter().for_each(|name| place(name, "exit 1"));
    for name in ["bash", "dirname"] {
        let found = ["/bin", "/usr/bin", "/usr/local/bin"].map(|at| Path::new(at).join(name));
        symlink(found.iter().find(|path| path.exists()).unwrap(), folder.join(name)).unwrap();
    }
    folder
}

#[test]
fn a_machine_without_node_is_told_the_one_command_for_its_system() {
    let systems: [(&str, &str, &[&str], &str); 5] = [
        ("debian", "Linux", &["apt-get"], "sudo apt-get install -y nodejs npm"),
        ("fedora", "Linux", &["dnf"], "sudo dnf install -y nodejs npm"),
        ("mac", "Darwin", &[], "brew install node"),
        ("windows", "MINGW64_NT-10.0", &[], "winget install OpenJS.NodeJS.LTS"),
        ("other", "SunOS", &[], "the installer of https://nodejs.org"),
    ];
    for (name, system, programs, command) in systems {
        let folder = machine(name, system, programs);
        for script in ["serve", "test", "build"] {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
            let ran = Command::new(folder.join("bash")).arg(&script).env("PATH", &folder).output().unwrap();
            let said = String::from_utf8_lossy(&ran.stderr);
            assert!(!ran.status.success(), "{name}: {}", script.display());
            assert!(said.contains(&format!("Install it by:\n\n    {command}\n")), "{name}: {said}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
