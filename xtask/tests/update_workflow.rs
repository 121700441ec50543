//! Runs the steps of `.github/workflows/update.yml` with a local repository, a local web site and a `gh` that only records its calls.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod session;
mod workspace;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::{env, fs};

use harness::golden;
use harness::server::Reply;
use serde_json::Value;
use session::Session;
use session::site::{Site, page};
use workspace::{SPEC, Workspace};

/// Records its arguments and the text of the pull request. A pull request is open if the file `open` exists.
const GH: &str = "#!/bin/sh
echo \"gh $*\" >> gh.log
case \"$1 $2\" in
  'pr list') if [ -f open ]; then echo 7; fi ;;
  'pr create') touch open; cat \"$REPORT\" >> gh.log ;;
  'pr edit') cat \"$REPORT\" >> gh.log ;;
esac
";

/// Returns the scripts of the workflow that follow the installation of Rust, and the environment of the workflow.
fn workflow() -> (Vec<String>, BTreeMap<String, String>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../.github/workflows/update.yml");
    let workflow: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let environment = serde_json::from_value(workflow["env"].clone()).unwrap();
    let steps = workflow["jobs"]["update"]["steps"].as_array().unwrap().iter();
    let scripts = steps.filter(|step| step.get("name").is_some()).map(|step| step["run"].as_str().unwrap().to_owned());
    (scripts.collect(), environment)
}

/// Runs the workflow. Returns the exit code of the first step that fails, or 0, and what `gh` recorded.
fn run(workspace: &Workspace) -> (i32, String) {
    let (scripts, environment) = workflow();
    assert_eq!(scripts.len(), 3);
    let _ = fs::remove_file(workspace.path("gh.log"));
    let outputs = workspace.path("outputs");
    let mut failed = 0;
    for script in scripts {
        // GitHub inserts the outputs of earlier steps as environment variables.
        let code = fs::read_to_string(&outputs).unwrap_or_default();
        let code = code.lines().filter_map(|line| line.strip_prefix("code=")).next_back().unwrap_or("0").to_owned();
        let path = format!("{}:{}", workspace.path("bin").display(), env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["-e", "-o", "pipefail", "-c", &script])
            .current_dir(workspace.path(""))
            .envs(&environment)
            .envs([("PATH", path.as_str()), ("CODE", code.as_str()), ("no_proxy", "127.0.0.1")])
            .env("GITHUB_OUTPUT", &outputs)
            .env("GITHUB_STEP_SUMMARY", workspace.path("summary.md"))
            .env("GIT_CONFIG_GLOBAL", workspace.path("no-configuration"))
            .output()
            .unwrap();
        if !output.status.success() {
            failed = output.status.code().unwrap_or(-1);
            assert!(script.starts_with("exit"), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
            break;
        }
    }
    (failed, fs::read_to_string(workspace.path("gh.log")).unwrap_or_default())
}

fn program(workspace: &Workspace, name: &str, text: &str) {
    workspace.write(&format!("bin/{name}"), text);
    fs::set_permissions(workspace.path(&format!("bin/{name}")), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_workflow_opens_and_updates_one_pull_request() {
    let site = Site::new();
    let mut session = Session::new("update-workflow");
    site.set("/shop.yaml", page(SPEC));
    session.run(&format!("add shop {}/shop.yaml", site.url())).run("regen");
    let workspace = session.workspace();
    program(workspace, "gh", GH);
    program(workspace, "cargo", &format!("#!/bin/sh\nshift\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_xtask")));
    workspace.write(".gitignore", "/bin\n/gh.log\n/open\n/outputs\n/summary.md\n/target\n/remote\n/no-configuration\n");
    workspace.git("init --quiet --initial-branch main");
    workspace.git("init --quiet --bare remote");
    workspace.git("remote add origin ./remote");
    workspace.git("add --all");
    workspace.git("commit --quiet --message first");

    let mut log = String::new();
    let mut step = |title: &str, (code, gh): (i32, String)| {
        log.push_str(&format!("# {title}: exit code {code}\n{}\n", gh.replace(&site.url(), "http://example.com")));
    };
    step("nothing has changed", run(workspace));
    site.set("/shop.yaml", page(&SPEC.replace("name", "title")));
    step("a document has changed", run(workspace));
    let files = workspace.git("show --name-only --format=%s update-documents");
    assert!(files.contains("specs/oasmith.toml") && files.contains("generated/src/shop/models/item.rs"), "{files}");
    assert_eq!(workspace.git("-C remote rev-parse update-documents"), workspace.git("rev-parse update-documents"));
    // Each run begins with a new checkout of the main branch.
    let restart = || {
        workspace.git("switch --quiet main");
        workspace.git("branch --quiet -D update-documents");
    };
    restart();
    site.set("/shop.yaml", page(&SPEC.replace("name", "label")));
    step("it has changed again", run(workspace));
    restart();
    site.set("/shop.yaml", Reply::empty(404));
    step("it does not exist any more", run(workspace));
    golden::check("update/workflow.txt", &log);
}
