//! Models: a file for each module of `models`, and the module itself with its explicit exports.

use super::File;
use crate::ir::Api;
use crate::names::Names;

/// The files of the models.
pub(super) fn files(api: &Api, names: &Names) -> Vec<File> {
    let _ = (api, names);
    Vec::new()
}
