//! Parts of pages that know no feature.

pub(crate) mod announce;
pub(crate) mod apart;
pub(crate) mod choice;
pub(crate) mod dialog;
pub(crate) mod field;
pub(crate) mod format;
pub(crate) mod frame;
pub(crate) mod icon;
pub(crate) mod not_found;
pub(crate) mod page;
pub(crate) mod panic;
pub(crate) mod problem;
pub(crate) mod provenance;
pub(crate) mod skeleton;
