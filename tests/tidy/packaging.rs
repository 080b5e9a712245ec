//! What the product is installed by: the unit of systemd, the container, the package.

use std::{fs, process::Command};

use crate::files::top;

fn read(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_unit_is_hardened_and_whole() {
    let unit = read("packaging/tavoliere.service");
    for line in [
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateDevices=yes",
        "MemoryDenyWriteExecute=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "SystemCallFilter=@system-service",
    ] {
        assert!(unit.lines().any(|said| said == line), "{line}");
    }
    // Where systemd is there, it reads the unit; the program need not be installed for that.
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let copy = folder.path().join("tavoliere.service");
    fs::write(&copy, unit.replace("/usr/bin/tavoliere", "/bin/true")).expect("it is written");
    if let Ok(read) = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&copy).output() {
        let said = String::from_utf8_lossy(&read.stderr).into_owned();
        assert!(read.status.success() && !said.contains("tavoliere.service"), "{said}");
    }
}

#[test]
fn the_container_runs_as_nobody_from_a_stage_without_compilers() {
    let file = read("packaging/Containerfile");
    let stages: Vec<_> = file.lines().filter(|line| line.starts_with("FROM ")).collect();
    assert_eq!(stages.len(), 2, "{stages:?}");
    assert!(stages[1].contains("distroless") && stages[1].ends_with(":nonroot"), "{}", stages[1]);
    assert!(file.contains("\nUSER 65532:65532\n"));
    let version = read("Cargo.toml");
    let version =
        version.split_once("rust-version = \"").and_then(|(_, rest)| rest.split_once('"')).expect("a version");
    assert!(stages[0].contains(&format!("rust:{}-", version.0)), "the compiler is the one that Cargo.toml asks for");
}

#[test]
fn what_the_package_holds_is_there() {
    let manifest = read("backend/Cargo.toml");
    let (_, package) = manifest.split_once("[package.metadata.deb]").expect("the package is described");
    let (package, _) = package.split_once("\n[").expect("something follows");
    let assets: Vec<_> =
        package.lines().filter_map(|line| line.trim().strip_prefix("[\"")?.split('"').next()).collect();
    assert!(assets.len() > 3, "{assets:?}");
    for from in assets {
        // The program is built first.
        assert!(from.starts_with("target/") || top().join("backend").join(from).is_file(), "{from}");
    }
    assert!(package.contains("unit-scripts = \"../packaging\""), "the unit is named as the package is");
}
