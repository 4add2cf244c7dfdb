//! The placeholders of help desks, written in Liquid: `{{ticket.requester.name}}`, `{{ name | default: "亲" }}`.
//!
//! Conditions and loops, `{% if … %}`, are programs: they stay in the text and are named.

use super::names::proposed;
use super::{Piece, Reading};
use crate::exchange::content::Loss;

/// What the help desks call the fields that everybody knows, by the end of their path; the first that fits.
const PATHS: &[(&str, &str)] = &[
    ("agent.first_name", "客服名"),
    ("agent.name", "客服名"),
    ("current_user.first_name", "客服名"),
    ("current_user.name", "客服名"),
    ("assignee.first_name", "客服名"),
    ("assignee.name", "客服名"),
    ("requester.first_name", "姓名"),
    ("requester.name", "姓名"),
    ("contact.first_name", "姓名"),
    ("contact.name", "姓名"),
    ("customer.name", "姓名"),
    ("requester.phone", "手机号"),
    ("contact.phone", "手机号"),
    ("ticket.id", "工单号"),
    ("conversation.id", "工单号"),
    ("order.id", "订单号"),
    ("order_number", "订单号"),
    ("tracking_number", "快递单号"),
    ("company.name", "店铺名"),
    ("brand.name", "店铺名"),
    ("account.name", "店铺名"),
];

/// Reads a text with placeholders in double braces.
pub(in crate::exchange) fn liquid(text: &str) -> Reading {
    let mut out = Reading::default();
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.text.push(before);
        let (open, close) = if behind.starts_with("{{") { ("{{", "}}") } else { ("{%", "%}") };
        let inner = behind.strip_prefix(open).and_then(|behind| behind.split_once(close));
        let Some((inner, after)) = inner else {
            out.text.push(behind);
            return out;
        };
        let source = format!("{open}{inner}{close}");
        if open == "{%" {
            out.miss(Loss::Script, &source);
            out.text.push(&source);
        } else if inner.trim().is_empty() || inner.contains(['{', '\n']) {
            out.text.push(&source);
        } else {
            field(&mut out, inner, source);
        }
        rest = after;
    }
    out.text.push(rest);
    out
}

fn field(out: &mut Reading, inner: &str, source: String) {
    let (path, filters) = inner.split_once('|').unwrap_or((inner, ""));
    let default = filters.split('|').find_map(|filter| filter.trim().strip_prefix("default:"));
    let is_more =
        filters.split('|').any(|filter| !filter.trim().is_empty() && !filter.trim().starts_with("default:"));
    if is_more {
        out.miss(Loss::Calculation, &source);
    }
    let path = path.trim();
    let is_path_end = |end: &str| {
        path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with(['.', '_']))
    };
    let known = PATHS.iter().find(|(end, _)| is_path_end(end)).map(|(_, name)| (*name).to_owned());
    let unquoted = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    out.text.pieces.push(Piece::Field {
        name: known.unwrap_or_else(|| proposed(path)),
        source,
        default: default.map(unquoted).unwrap_or_default(),
        choices: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::super::shape::shape_of;
    use super::*;

    #[test]
    fn help_desks_liquid_becomes_fields() {
        let cases = [
            ("您好{{ticket.requester.name}}", "您好⟨姓名⟩"),
            ("我是{{ agent.first_name }}，{{ticket.id}}", "我是⟨客服名⟩，⟨工单号⟩"),
            ("{{ contact.name | default: '亲' }}", "⟨姓名:亲⟩"),
            ("{{ contact.name | upcase }}", "⟨姓名⟩ !Calculation"),
            ("{{ticket.ticket_field_123}}", "⟨ticket_ticket_field_123⟩"),
            ("{{ticket.custom.order_number}}", "⟨订单号⟩"),
            ("{% if a %}甲{% endif %}", "{% if a %}甲{% endif %} !Script !Script"),
            ("{{}} {{ {% {a}", "{{}} {{ {% {a}"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape_of(&liquid(text)), expected, "{text}");
        }
    }
}
