//! Values that are decoded and encoded.

use crate::measure::Row;

pub const ROWS: &[Row] = &[];
