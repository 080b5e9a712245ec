//! The reference of the settings, told from what the program itself reads: it cannot say anything else.

use clap::{Arg, CommandFactory as _};

/// All settings as a table in Markdown.
pub(super) fn table() -> String {
    let command = super::Cli::command();
    let rows = command.get_arguments().filter_map(row);
    let head = ["| option | variable | default | what |\n| --- | --- | --- | --- |\n".to_owned()];
    head.into_iter().chain(rows).collect()
}

/// One setting; none for what is no setting, such as `--help`.
fn row(option: &Arg) -> Option<String> {
    let (long, variable) = (option.get_long()?, option.get_env()?.to_string_lossy());
    let told = option.get_help()?.to_string();
    // Figment puts the layers together, not clap, so a default stands in the words of the help.
    let (what, default) = told.split_once(" [default: ").unwrap_or((&told, ""));
    let default = default.trim_end_matches(']');
    Some(format!("| `--{long}` | `{variable}` | {default} | {} |\n", what.replace('|', "\\|")))
}
