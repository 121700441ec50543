//! Tables of figures for the terminal and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::cost::Cost;

/// A table of figures.
pub struct Table {
    /// The title.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The groups of rows.
    pub groups: Vec<Group>,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading and its key in JSON.
    pub name: &'static str,
    /// The unit of its figures.
    pub unit: Unit,
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// A count.
    Count,
}

/// Rows that are compared with each other.
pub struct Group {
    /// The name of the group, for example the document.
    pub name: String,
    /// The row that the others are compared with.
    pub baseline: Option<usize>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
pub struct Row {
    /// The name of the measured program or case.
    pub subject: String,
    /// The figures, one for each column.
    pub figures: Vec<Option<f64>>,
    /// A note, for example why the figures are missing.
    pub note: String,
}

/// The columns of a [`Cost`].
pub const COST: [Column; 3] = [
    Column { name: "cpu", unit: Unit::Seconds },
    Column { name: "wall", unit: Unit::Seconds },
    Column { name: "memory", unit: Unit::Bytes },
];

impl Row {
    /// Creates a row with the columns [`COST`].
    pub fn of_cost(subject: impl Into<String>, cost: Cost) -> Self {
        let figures = [cost.cpu.as_secs_f64(), cost.wall.as_secs_f64(), cost.memory as f64];
        Self { subject: subject.into(), figures: figures.map(Some).to_vec(), note: String::new() }
    }

    /// Creates a row without figures.
    pub fn without_figures(subject: impl Into<String>, note: impl Into<String>) -> Self {
        Self { subject: subject.into(), figures: Vec::new(), note: note.into() }
    }
}

impl Table {
    /// Returns the table as text, with each figure and its ratio to the baseline.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for group in &self.groups {
            let _ = write!(text, "\n  {:<40}", group.name);
            for column in &self.columns {
                let _ = write!(text, "{:>20}", column.name);
            }
            text.push('\n');
            for row in &group.rows {
                let _ = write!(text, "    {:<38}", row.subject);
                for (index, column) in self.columns.iter().enumerate() {
                    let Some(Some(figure)) = row.figures.get(index) else {
                        let _ = write!(text, "{:>20}", "-");
                        continue;
                    };
                    let ratio = group.ratio(row, index).map(|ratio| format!("{ratio:.2}×")).unwrap_or_default();
                    let _ = write!(text, "{:>12}{ratio:>8}", column.unit.show(*figure));
                }
                let _ = writeln!(text, "  {}", row.note.lines().next().unwrap_or_default());
            }
        }
        text
    }

    /// Returns the table as JSON.
    pub fn json(&self) -> Value {
        let groups: Vec<Value> = self.groups.iter().map(|group| group.json(&self.columns)).collect();
        json!({ "title": self.title, "groups": groups })
    }
}

impl Group {
    /// Returns the ratio of a figure to the baseline.
    fn ratio(&self, row: &Row, column: usize) -> Option<f64> {
        let baseline = self.rows.get(self.baseline?)?.figures.get(column).copied().flatten()?;
        let figure = row.figures.get(column).copied().flatten()?;
        (baseline > 0.0).then(|| figure / baseline)
    }

    fn json(&self, columns: &[Column]) -> Value {
        let row = |row: &Row| {
            let mut members = serde_json::Map::new();
            members.insert("subject".to_owned(), row.subject.clone().into());
            for (index, column) in columns.iter().enumerate() {
                let figure = row.figures.get(index).copied().flatten();
                members.insert(column.name.to_owned(), json!({ "value": figure, "ratio": self.ratio(row, index) }));
            }
            if !row.note.is_empty() {
                members.insert("note".to_owned(), row.note.clone().into());
            }
            Value::Object(members)
        };
        let baseline = self.baseline.and_then(|index| self.rows.get(index)).map(|row| row.subject.clone());
        json!({ "name": self.name, "baseline": baseline, "rows": self.rows.iter().map(row).collect::<Vec<_>>() })
    }
}

impl Unit {
    fn show(self, figure: f64) -> String {
        match self {
            Self::Seconds if figure < 1e-3 => format!("{:.2} µs", figure * 1e6),
            Self::Seconds if figure < 1.0 => format!("{:.2} ms", figure * 1e3),
            Self::Seconds => format!("{figure:.2} s"),
            Self::Bytes if figure < 1e6 => format!("{:.1} kB", figure / 1e3),
            Self::Bytes => format!("{:.1} MB", figure / 1e6),
            Self::Count => format!("{figure:.0}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_ratios_to_the_baseline() {
        let row = |subject: &str, figure| Row { figures: vec![figure], ..Row::without_figures(subject, "") };
        let table = Table {
            title: "Sleep".to_owned(),
            columns: vec![Column { name: "cpu", unit: Unit::Seconds }],
            groups: vec![Group {
                name: "night".to_owned(),
                baseline: Some(1),
                rows: vec![row("cat", Some(6.0)), row("dog", Some(4.0)), row("fish", None)],
            }],
        };
        let lines: Vec<String> =
            table.text().lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines, ["Sleep", "", "night cpu", "cat 6.00 s 1.50×", "dog 4.00 s 1.00×", "fish -"]);
        assert_eq!(table.json()["groups"][0]["rows"][0]["cpu"], json!({ "value": 6.0, "ratio": 1.5 }));
    }
}
