//! Shops, fields, look-up tables and forbidden words as tables. Every change of a cell is saved at once.

use super::undo;
use super::{Ask, Editor, EditorEffect, EditorNotice, Pending};
use crate::check::{Checker, Rule};
use crate::model::{
    Both, FieldDecl, FieldKind, FieldPattern, ForbiddenWord, Layer, RuleChange, Scope, SheetChange, Shop,
};
use crate::template::{Cell, Table, TableRow};

/// A page of the editor beside the replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    Shops,
    Fields,
    Tables,
    Words,
    /// What each shop makes of the platforms' rules.
    Rules,
    Backups,
}

impl Page {
    pub const ALL: [Self; 6] =
        [Self::Shops, Self::Fields, Self::Tables, Self::Words, Self::Rules, Self::Backups];

    /// The page of the list that is changed here.
    pub(super) fn listed(self) -> Self {
        if self == Self::Rules { Self::Shops } else { self }
    }

    /// The page that shows a list; `None` where it is shown among the replies.
    pub(super) fn of(change: &SheetChange) -> Option<Self> {
        match change {
            SheetChange::Shops(_) => Some(Self::Shops),
            SheetChange::Words(_) => Some(Self::Words),
            SheetChange::Fields(_) => Some(Self::Fields),
            SheetChange::Tables(_) => Some(Self::Tables),
            SheetChange::Hidden(_) => None,
        }
    }
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: Title,
    pub kind: CellKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// The key of its words.
    Word(&'static str),
    /// The user's own.
    Name(String),
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// It cannot be changed.
    Label,
    /// The id of a rule, for what it is against.
    Rule,
    /// The id of a rule, for what it counts where nobody changes it.
    Weight,
    Text,
    /// One of these codes, each with the key of its words.
    Choice(&'static [(&'static str, &'static str)]),
}

/// A change of a page. Rows and columns are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetEdit {
    Cell { row: usize, column: usize, text: String },
    Title { column: usize, text: String },
    RemoveRow(usize),
    RemoveColumn(usize),
    RemoveTable,
}

const KINDS: [(&str, &str); 6] = [
    ("text", "kind-text"),
    ("longtext", "kind-longtext"),
    ("number", "kind-number"),
    ("date", "kind-date"),
    ("choice", "kind-choice"),
    ("lookup", "kind-lookup"),
];
const SCOPES: [(&str, &str); 3] = [("shop", "scope-shop"), ("buyer", "scope-buyer"), ("now", "scope-now")];

/// The empty code leaves a rule as it is.
const RULE_CHANGES: [(&str, &str); 4] =
    [("", "rule-usual"), ("error", "severity-error"), ("warning", "severity-warning"), ("off", "rule-off")];

/// The columns of the rules in front of those of the shops.
const RULE_COLUMNS: [(&str, CellKind); 2] =
    [("sheet-rule", CellKind::Rule), ("sheet-weight", CellKind::Weight)];

/// The columns of the fields: the keys of their words and what they hold.
const FIELD_COLUMNS: [(&str, CellKind); 10] = [
    ("field-name", CellKind::Text),
    ("field-kind", CellKind::Choice(&KINDS)),
    ("field-scope", CellKind::Choice(&SCOPES)),
    ("field-default", CellKind::Text),
    ("field-sample", CellKind::Text),
    ("field-choices", CellKind::Text),
    ("field-unit", CellKind::Text),
    ("field-table", CellKind::Text),
    ("field-pattern", CellKind::Text),
    ("field-message", CellKind::Text),
];

fn given(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Editor {
    /// The table that a page shows.
    pub fn sheet(&self, page: Page) -> Sheet {
        match page {
            Page::Shops => self.shops_sheet(),
            Page::Fields => {
                let column = |(word, kind)| Column { title: Title::Word(word), kind };
                let rows = self.own_fields().iter().map(field_cells).collect();
                Sheet { columns: FIELD_COLUMNS.into_iter().map(column).collect(), rows }
            }
            Page::Tables => self.own_tables().get(self.table_idx).map(table_sheet).unwrap_or_default(),
            Page::Words => {
                let words = ["word-word", "word-instead", "word-why"];
                let column = |word| Column { title: Title::Word(word), kind: CellKind::Text };
                let optional = |text: &Option<String>| text.clone().unwrap_or_default();
                let row = |word: &ForbiddenWord| {
                    vec![word.word.clone(), optional(&word.instead), optional(&word.why)]
                };
                Sheet { columns: words.map(column).into(), rows: self.words.iter().map(row).collect() }
            }
            Page::Rules => self.rules_sheet(),
            Page::Backups => Sheet::default(),
        }
    }

    /// Whether there is a shop of which something can be said.
    pub fn has_shops(&self) -> bool {
        !self.shops.is_empty()
    }

    fn rules_sheet(&self) -> Sheet {
        let fixed = RULE_COLUMNS.map(|(word, kind)| Column { title: Title::Word(word), kind });
        let row = |rule: &Rule| {
            let changes = self.shops.iter().map(|shop| shop.rules.get(&rule.id));
            let codes = changes.map(|change| change.map_or("", |change| change.code()).to_owned());
            [rule.id.clone(), rule.id.clone()].into_iter().chain(codes).collect()
        };
        Sheet {
            columns: fixed.into_iter().chain(self.shop_columns(CellKind::Choice(&RULE_CHANGES))).collect(),
            rows: Checker::built_in().rules().map(row).collect(),
        }
    }

    /// A column for each shop.
    fn shop_columns(&self, kind: CellKind) -> impl Iterator<Item = Column> {
        self.shops
            .iter()
            .map(move |shop| Column { title: Title::Name(shop.name().unwrap_or_default().to_owned()), kind })
    }

    /// The look-up tables that come with a pack as examples, and that the user has no own one in place of.
    pub fn example_tables(&self) -> Vec<&str> {
        let own = self.table_names();
        let examples = self.library().tables().filter(|table| table.is_example);
        examples.map(|table| table.name.as_str()).filter(|name| !own.contains(name)).collect()
    }

    /// Makes an example the user's own, to be changed.
    pub(super) fn adopt_table(&mut self, name: &str) {
        let example = self.library().tables().find(|table| table.is_example && table.name == name);
        let Some(example) = example.cloned() else { return };
        let before = self.own_tables().to_vec();
        let mut after = before.clone();
        after.push(Table { is_example: false, ..example });
        self.change_sheet(Some(SheetChange::Tables(Both { before, after })));
        self.table_idx = self.own_tables().len().saturating_sub(1);
    }

    /// The names of the look-up tables of the personal library.
    pub fn table_names(&self) -> Vec<&str> {
        self.own_tables().iter().map(|table| table.name.as_str()).collect()
    }

    /// The table that is shown, counted from 0.
    pub fn table_idx(&self) -> usize {
        self.table_idx
    }

    fn own_fields(&self) -> &[FieldDecl] {
        if let Some(fields) = &self.saving_fields {
            return fields;
        }
        let pack = self.library().packs().find(|(layer, _)| *layer == Layer::Personal);
        pack.map_or(&[], |(_, pack)| &pack.fields)
    }

    fn own_tables(&self) -> &[Table] {
        if let Some(tables) = &self.saving_tables {
            return tables;
        }
        let pack = self.library().packs().find(|(layer, _)| *layer == Layer::Personal);
        pack.map_or(&[], |(_, pack)| &pack.tables)
    }

    /// The fields that hold for a whole shop, then the others that a shop has a value for, and those just added.
    fn shop_fields(&self) -> Vec<String> {
        let declared = self
            .library()
            .fields()
            .filter(|field| field.scope == Scope::Shop)
            .map(|field| field.name.as_str());
        let valued = self.shops.iter().flat_map(|shop| shop.values().map(|(field, _)| field));
        let mut names: Vec<String> = Vec::new();
        for name in declared.chain(valued).chain(self.new_shop_fields.iter().map(String::as_str)) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        // The name of the shop first, whichever pack declares it.
        names.sort_by_key(|name| name != Shop::NAME);
        names
    }

    fn shops_sheet(&self) -> Sheet {
        let fields = Column { title: Title::Word("sheet-field"), kind: CellKind::Label };
        let row = |field: String| {
            let values: Vec<String> =
                self.shops.iter().map(|shop| shop.value(&field).unwrap_or_default().to_owned()).collect();
            std::iter::once(field).chain(values).collect()
        };
        Sheet {
            columns: std::iter::once(fields).chain(self.shop_columns(CellKind::Text)).collect(),
            rows: self.shop_fields().into_iter().map(row).collect(),
        }
    }

    pub(super) fn edit_sheet(&mut self, page: Page, edit: &SheetEdit) {
        let change = match page {
            Page::Shops => self.shops_change(edit),
            Page::Fields => self.fields_change(edit),
            Page::Tables => self.tables_change(edit),
            Page::Words => self.words_change(edit),
            Page::Rules => self.rules_change(edit),
            Page::Backups => None,
        };
        if change.is_none() && !matches!(edit, SheetEdit::RemoveColumn(_)) {
            let typed = match edit {
                SheetEdit::Cell { text, .. } | SheetEdit::Title { text, .. } => text.trim(),
                SheetEdit::RemoveRow(_) | SheetEdit::RemoveColumn(_) | SheetEdit::RemoveTable => "",
            };
            self.has_refused_cell = !typed.is_empty();
            self.notice = Some(EditorNotice::BadCell(typed.to_owned()));
        }
        self.change_sheet(change);
    }

    pub(super) fn is_saving_sheets(&self) -> bool {
        self.pending.values().any(|pending| match pending {
            Pending::Step(step) | Pending::Undone(step) | Pending::Redone(step) => step.sheet.is_some(),
            Pending::Save { .. } | Pending::Backup(_) => false,
        })
    }

    /// What was being saved is not: the files are what counts.
    pub(super) fn sheets_failed(&mut self) {
        (self.saving_fields, self.saving_tables, self.saving_hidden) = (None, None, None);
        self.show_unwritten();
        self.table_idx = self.table_idx.min(self.own_tables().len().saturating_sub(1));
    }

    /// The lists as they will be: the next change builds upon this one.
    pub(super) fn expect_sheet(&mut self, change: &SheetChange) {
        match change {
            SheetChange::Shops(both) => self.shops.clone_from(&both.after),
            SheetChange::Words(both) => self.words.clone_from(&both.after),
            SheetChange::Fields(both) => self.saving_fields = Some(both.after.clone()),
            SheetChange::Tables(both) => self.saving_tables = Some(both.after.clone()),
            SheetChange::Hidden(both) => self.saving_hidden = Some(both.after.clone()),
        }
        self.table_idx = self.table_idx.min(self.own_tables().len().saturating_sub(1));
    }

    /// Saves a change where it is one.
    pub(super) fn change_sheet(&mut self, change: Option<SheetChange>) {
        let Some(mut change) = change.filter(|change| change.inverse() != *change) else { return };
        let is_of_list = |known: &&mut SheetChange| Page::of(known) == Page::of(&change);
        if let Some(known) = self.unwritten.iter_mut().find(is_of_list) {
            change = change.since(known);
            known.clone_from(&change);
        }
        self.write_sheet(change);
    }

    /// Tries once more to write the lists that could not be written.
    pub(super) fn write_sheets_again(&mut self) {
        if !self.is_saving_sheets() {
            for change in self.unwritten.clone() {
                self.write_sheet(change);
            }
        }
    }

    fn write_sheet(&mut self, change: SheetChange) {
        self.expect_sheet(&change);
        let reply_id = self.current.clone().unwrap_or_default();
        let step = undo::Step { reply_id, sheet: Some(change.clone()), ..undo::Step::default() };
        let ticket = self.ticket(Pending::Step(step));
        self.notice = None;
        self.effects.push(EditorEffect::ChangeSheet { ticket, change });
    }

    fn shops_change(&self, edit: &SheetEdit) -> Option<SheetChange> {
        let (before, mut after) = (self.shops.clone(), self.shops.clone());
        match edit {
            SheetEdit::Cell { row, column, text } => {
                let field = self.shop_fields().get(*row)?.clone();
                after.get_mut(column.checked_sub(1)?)?.set_value(&field, text);
            }
            SheetEdit::RemoveColumn(column) => {
                let idx = column.checked_sub(1).filter(|idx| *idx < after.len())?;
                after.remove(idx);
            }
            SheetEdit::RemoveRow(row) => {
                let field = self.shop_fields().get(*row)?.clone();
                for shop in &mut after {
                    shop.set_value(&field, "");
                }
            }
            SheetEdit::Title { .. } | SheetEdit::RemoveTable => return None,
        }
        Some(SheetChange::Shops(Both { before, after }))
    }

    fn rules_change(&self, edit: &SheetEdit) -> Option<SheetChange> {
        let SheetEdit::Cell { row, column, text } = edit else { return None };
        let rule = Checker::built_in().rules().nth(*row)?;
        let (before, mut after) = (self.shops.clone(), self.shops.clone());
        let rules = &mut after.get_mut(column.checked_sub(RULE_COLUMNS.len())?)?.rules;
        match RuleChange::read(text) {
            Some(change) => drop(rules.insert(rule.id.clone(), change)),
            None => drop(rules.remove(&rule.id)),
        }
        Some(SheetChange::Shops(Both { before, after }))
    }

    fn words_change(&self, edit: &SheetEdit) -> Option<SheetChange> {
        let (before, mut after) = (self.words.clone(), self.words.clone());
        match edit {
            SheetEdit::Cell { row, column, text } => {
                let word = after.get_mut(*row)?;
                match column {
                    0 => word.word = given(text)?,
                    1 => word.instead = given(text),
                    _ => word.why = given(text),
                }
            }
            SheetEdit::RemoveRow(row) if *row < after.len() => drop(after.remove(*row)),
            SheetEdit::RemoveRow(_)
            | SheetEdit::Title { .. }
            | SheetEdit::RemoveColumn(_)
            | SheetEdit::RemoveTable => return None,
        }
        Some(SheetChange::Words(Both { before, after }))
    }

    fn fields_change(&self, edit: &SheetEdit) -> Option<SheetChange> {
        let (before, mut after) = (self.own_fields().to_vec(), self.own_fields().to_vec());
        match edit {
            SheetEdit::Cell { row, column, text } => set_field_cell(after.get_mut(*row)?, *column, text)?,
            SheetEdit::RemoveRow(row) if *row < after.len() => drop(after.remove(*row)),
            SheetEdit::RemoveRow(_)
            | SheetEdit::Title { .. }
            | SheetEdit::RemoveColumn(_)
            | SheetEdit::RemoveTable => return None,
        }
        Some(SheetChange::Fields(Both { before, after }))
    }

    fn tables_change(&self, edit: &SheetEdit) -> Option<SheetChange> {
        let (before, mut after) = (self.own_tables().to_vec(), self.own_tables().to_vec());
        let table = after.get_mut(self.table_idx)?;
        let inputs = table.inputs.len();
        match edit {
            SheetEdit::Cell { row, column, text } => {
                let row = table.rows.get_mut(*row)?;
                match row.cells.get_mut(*column) {
                    Some(cell) => *cell = Cell::read(text),
                    None => text.trim().clone_into(row.values.get_mut(column - inputs)?),
                }
            }
            SheetEdit::Title { column, text } => {
                let name = match table.inputs.get_mut(*column) {
                    Some(name) => name,
                    None => table.outputs.get_mut(column - inputs)?,
                };
                *name = given(text)?;
            }
            SheetEdit::RemoveRow(row) if *row < table.rows.len() => drop(table.rows.remove(*row)),
            SheetEdit::RemoveRow(_) => return None,
            SheetEdit::RemoveColumn(column) if *column < inputs => {
                if inputs == 1 {
                    return None;
                }
                table.inputs.remove(*column);
                table.rows.iter_mut().for_each(|row| drop(row.cells.remove(*column)));
            }
            SheetEdit::RemoveColumn(column) => {
                let output = column - inputs;
                if table.outputs.len() == 1 || output >= table.outputs.len() {
                    return None;
                }
                table.outputs.remove(output);
                table.rows.iter_mut().for_each(|row| drop(row.values.remove(output)));
            }
            SheetEdit::RemoveTable => drop(after.remove(self.table_idx)),
        }
        Some(SheetChange::Tables(Both { before, after }))
    }

    /// A row, a column or a table of this name.
    pub(super) fn add_to_sheet(&mut self, ask: &Ask, name: &str) {
        let name = name.trim().to_owned();
        if name.is_empty() {
            return;
        }
        let tables = self.own_tables().to_vec();
        let with_table = |change: &dyn Fn(&mut Table)| {
            let mut after = tables.clone();
            after.get_mut(self.table_idx).map(change)?;
            Some(SheetChange::Tables(Both { before: tables.clone(), after }))
        };
        let change = match ask {
            Ask::ShopField => {
                self.new_shop_fields.push(name);
                None
            }
            Ask::Shop => {
                let mut after = self.shops.clone();
                after.push(Shop::new(vec![(Shop::NAME.to_owned(), name)], Vec::new()));
                Some(SheetChange::Shops(Both { before: self.shops.clone(), after }))
            }
            Ask::Word => {
                let mut after = self.words.clone();
                after.push(ForbiddenWord { word: name, ..ForbiddenWord::default() });
                Some(SheetChange::Words(Both { before: self.words.clone(), after }))
            }
            Ask::Field => {
                let before = self.own_fields().to_vec();
                let mut after = before.clone();
                after.push(FieldDecl { name, ..FieldDecl::default() });
                Some(SheetChange::Fields(Both { before, after }))
            }
            Ask::Table => {
                let names = name
                    .split(['→', '>', ' ', '、', ',', '，'])
                    .map(str::trim)
                    .filter(|name| !name.is_empty());
                let mut names = names.map(str::to_owned);
                let name = names.next().unwrap_or_default();
                let columns: Vec<String> = names.collect();
                let (inputs, outputs) = match columns.split_last() {
                    Some((last, inputs)) if !inputs.is_empty() => (inputs.to_vec(), vec![last.clone()]),
                    _ => (vec!["身高".to_owned()], vec!["尺码".to_owned()]),
                };
                let mut after = tables.clone();
                after.push(Table { name, inputs, outputs, ..Table::default() });
                let change = SheetChange::Tables(Both { before: tables, after });
                self.change_sheet(Some(change));
                self.table_idx = self.own_tables().len().saturating_sub(1);
                None
            }
            Ask::Input => with_table(&|table| {
                table.inputs.push(name.clone());
                table.rows.iter_mut().for_each(|row| row.cells.push(Cell::Any));
            }),
            Ask::Output => with_table(&|table| {
                table.outputs.push(name.clone());
                table.rows.iter_mut().for_each(|row| row.values.push(String::new()));
            }),
            Ask::Row => with_table(&|table| {
                let mut cells = vec![Cell::Any; table.inputs.len()];
                if let Some(first) = cells.first_mut() {
                    *first = Cell::read(&name);
                }
                table.rows.push(TableRow { cells, values: vec![String::new(); table.outputs.len()] });
            }),
            Ask::Move | Ask::Tag | Ask::Scenario | Ask::Next | Ask::Rename | Ask::NewCategory => None,
        };
        self.change_sheet(change);
    }
}

pub(super) fn field_cells(field: &FieldDecl) -> Vec<String> {
    let optional = |text: Option<&String>| text.cloned().unwrap_or_default();
    let table = if let FieldKind::LookUp { table, .. } = &field.kind { table.clone() } else { String::new() };
    vec![
        field.name.clone(),
        field.kind.code().to_owned(),
        field.scope.code().to_owned(),
        optional(field.default.as_ref()),
        optional(field.example.as_ref()),
        field.choices.join("、"),
        optional(field.unit.as_ref()),
        table,
        field.pattern.as_ref().map(|pattern| pattern.source().to_owned()).unwrap_or_default(),
        field.pattern.as_ref().map(|pattern| pattern.message.clone()).unwrap_or_default(),
    ]
}

/// `None` where the cell cannot say that.
fn set_field_cell(field: &mut FieldDecl, column: usize, text: &str) -> Option<()> {
    let pattern = |source: &str, message: &str| match given(source) {
        Some(source) => FieldPattern::new(&source, message).ok().map(Some),
        None => Some(None),
    };
    let known = field.pattern.as_ref().map(|pattern| (pattern.source().to_owned(), pattern.message.clone()));
    let (source, message) = known.unwrap_or_default();
    match column {
        0 => field.name = given(text)?,
        1 => {
            field.kind = match text {
                "longtext" => FieldKind::LongText,
                "number" => FieldKind::Number,
                "date" => FieldKind::Date,
                "choice" => FieldKind::Choice,
                "lookup" => FieldKind::LookUp { table: field.name.clone(), column: field.name.clone() },
                _ => FieldKind::Text,
            };
            if field.kind == FieldKind::Choice && field.choices.is_empty() {
                // A choice needs something to choose from.
                field.choices.push(field.name.clone());
            } else if field.kind != FieldKind::Choice {
                field.choices.clear();
            }
        }
        2 => field.scope = Scope::ALL.into_iter().find(|scope| scope.code() == text)?,
        3 => field.default = given(text),
        4 => field.example = given(text),
        5 => {
            let choices = text.split(['、', ',', '，', '|']).filter_map(given);
            field.choices = choices.collect();
            field.kind = if field.choices.is_empty() { FieldKind::Text } else { FieldKind::Choice };
        }
        6 => field.unit = given(text),
        7 => {
            let name = field.name.clone();
            field.kind =
                given(text).map_or(FieldKind::Text, |table| FieldKind::LookUp { table, column: name });
        }
        8 => field.pattern = pattern(text, &message)?,
        _ => field.pattern = pattern(&source, text.trim())?,
    }
    Some(())
}

fn table_sheet(table: &Table) -> Sheet {
    let names = table.inputs.iter().chain(&table.outputs);
    let column = |name: &String| Column { title: Title::Name(name.clone()), kind: CellKind::Text };
    let row =
        |row: &TableRow| row.cells.iter().map(Cell::written).chain(row.values.iter().cloned()).collect();
    Sheet { columns: names.map(column).collect(), rows: table.rows.iter().map(row).collect() }
}
