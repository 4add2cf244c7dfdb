//! The short form for what the replies want to know of a shop: filled once, and every reply has it.

use std::collections::BTreeMap;

use super::App;
use super::action::{Effect, Notice};
use super::draft::FormField;
use super::values::is_plain;
use crate::app::editor::Opening;
use crate::model::{FieldKind, Scope, Shop};

impl App {
    /// What the profile of the shop in use lacks, in the order of the declarations, with what was typed so far.
    fn profile_fields(&self) -> Vec<FormField> {
        let mut fields: Vec<FormField> = Vec::new();
        for decl in self.library().fields().filter(|decl| decl.scope == Scope::Shop) {
            let is_known = self.shop().and_then(|shop| shop.value(&decl.name)).is_some();
            if !is_known && fields.iter().all(|field| field.name != decl.name) {
                fields.push(FormField {
                    name: decl.name.clone(),
                    is_long: decl.kind == FieldKind::LongText,
                    choices: decl.choices.clone(),
                    example: decl.example.clone(),
                    value: self.popup.typed().get(&decl.name).cloned().unwrap_or_default(),
                    note: None,
                });
            }
        }
        fields
    }

    /// Whether nobody has told anything of a shop yet.
    pub fn lacks_shop(&self) -> bool {
        self.shop().and_then(Shop::name).is_none()
    }

    /// Shows the form; where nothing is missing, the editor, which changes what is there.
    pub(super) fn open_profile(&mut self) {
        let fields = self.profile_fields();
        if fields.is_empty() {
            self.open_editor(Opening::Plain);
        } else {
            self.popup.show_profile(fields);
        }
    }

    /// The form as it is after an action.
    pub(super) fn renew_profile(&mut self) {
        let fields = self.profile_fields();
        self.popup.renew_form(fields);
    }

    /// Keeps what was filled in; what was not is asked for when a reply needs it.
    pub(super) fn keep_profile(&mut self) -> Vec<Effect> {
        let filled = self.profile_fields().into_iter().filter(|field| is_plain(&field.value));
        let values: BTreeMap<String, String> = filled
            .map(|field| (field.name, field.value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        self.popup.leave_form();
        if !values.is_empty() {
            self.popup.forget_fields(&|name| values.contains_key(name));
            self.keep_shop_values(self.shop_idx, values);
            self.popup.set_notice(Notice::ProfileKept);
        }
        self.popup.take_effects()
    }
}
