//! The name that is proposed for a gap: what the other tool calls it, or what the words beside it speak of.

use std::collections::BTreeMap;

use crate::template::{KnownField, reserved_names};

/// In characters: longer names are not read as placeholders.
const LONGEST: usize = 24;

/// The name of a day that is not that of the clock.
pub(in crate::exchange) const FALLBACK_DATE: &str = "约定日期";
pub(super) const FALLBACK_TIME: &str = "约定时间";
const FALLBACK: &str = "内容";

/// What other tools and shops call the fields that everybody knows, in small letters.
const SYNONYMS: &[(&str, &str)] = &[
    ("name", "姓名"),
    ("客户姓名", "姓名"),
    ("买家姓名", "姓名"),
    ("客户名", "姓名"),
    ("客户名称", "姓名"),
    ("名字", "姓名"),
    ("昵称", "姓名"),
    ("订单", "订单号"),
    ("订单编号", "订单号"),
    ("订单号码", "订单号"),
    ("order", "订单号"),
    ("运单号", "快递单号"),
    ("物流单号", "快递单号"),
    ("快递编号", "快递单号"),
    ("快递公司", "快递"),
    ("物流公司", "快递"),
    ("物流", "快递"),
    ("客服", "客服名"),
    ("客服姓名", "客服名"),
    ("客服昵称", "客服名"),
    ("店名", "店铺名"),
    ("店铺", "店铺名"),
    ("店铺名称", "店铺名"),
    ("手机", "手机号"),
    ("手机号码", "手机号"),
    ("商品名", "商品"),
    ("商品名称", "商品"),
    ("产品", "商品"),
    ("产品名称", "商品"),
    ("宝贝", "商品"),
    ("宝贝名称", "商品"),
    ("日期", FALLBACK_DATE),
    ("时间", FALLBACK_TIME),
];

/// Words directly before and directly behind a gap, and what it is then; the first that fits. A longer word is above one that
/// is its end or beginning.
#[rustfmt::skip]
const BESIDE: &[(&str, &str, &str)] = &[
    ("快递单号", "", "快递单号"), ("物流单号", "", "快递单号"), ("运单号", "", "快递单号"),
    ("订单编号", "", "订单号"), ("订单号", "", "订单号"), ("订单", "", "订单号"),
    ("退款单号", "", "退款单号"), ("取件码", "", "取件码"), ("单号", "", "单号"), ("工号", "", "客服名"),
    ("客服", "", "客服名"), ("收件人", "", "收件人"), ("姓名", "", "姓名"), ("电话", "", "电话"), ("手机", "", "手机号"),
    ("手机号", "", "手机号"), ("退货地址", "", "退货地址"), ("地址", "", "地址"),
    ("型号", "", "型号"), ("款号", "", "款号"), ("颜色", "", "颜色"), ("尺码", "", "尺码"), ("身高", "", "身高"),
    ("体重", "", "体重"), ("年龄", "", "年龄"), ("省份", "", "省份"), ("数量", "", "数量"), ("库存", "", "库存"),
    ("运费", "", "运费"), ("邮费", "", "运费"), ("退款金额", "", "退款金额"), ("金额", "", "金额"), ("价格", "", "价格"),
    ("链接", "", "链接"), ("优惠码", "", "优惠码"), ("优惠券", "", "优惠券"),
    ("快递公司", "", "快递"), ("快递", "", "快递"), ("物流", "", "快递"),
    ("发货日期", "", "发货日期"), ("发货时间", "", "发货日期"), ("付款日期", "", "付款日期"), ("付款时间", "", "付款日期"),
    ("日期", "", FALLBACK_DATE), ("时间", "", FALLBACK_TIME),
    ("商品", "", "商品"), ("宝贝", "", "商品"),
    ("满", "元", "满减门槛"), ("减", "元", "优惠金额"), ("优惠", "元", "优惠金额"), ("退款", "元", "退款金额"),
    ("差", "元", "差额"), ("补", "元", "补偿金额"), ("返", "元", "补偿金额"),
    ("", "快递单号", "快递单号"), ("", "单号", "单号"), ("", "快递", "快递"), ("", "物流", "快递"),
    ("", "站", "站点"), ("", "旗舰店", "店铺名"), ("", "专卖店", "店铺名"), ("", "店", "店铺名"),
    ("", "先生", "姓名"), ("", "女士", "姓名"), ("", "小姐", "姓名"),
    ("", "元", "金额"), ("", "块", "金额"), ("", "折", "折扣"), ("", "码", "尺码"), ("", "色", "颜色"),
    ("", "省", "省份"), ("", "岁", "年龄"), ("", "件", "件数"), ("", "天", "几天"), ("", "小时", "几小时"),
    ("", "分钟", "几分钟"), ("", "月", FALLBACK_DATE), ("", "日", FALLBACK_DATE), ("", "号", FALLBACK_DATE),
    ("", "点", FALLBACK_TIME),
];

/// What may be between a word and the gap that it speaks of.
const LINKS: [char; 14] =
    [' ', '\u{3000}', ':', '：', '=', '是', '为', '叫', '有', '【', '[', '“', '"', '（'];

/// What a name of another tool is called here. Reserved names become others: a gap is not filled by the clock.
pub(in crate::exchange) fn proposed(name: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | ' ');
    let clean: String =
        name.chars().map(|c| if c == '-' || c == '.' { '_' } else { c }).filter(kept).collect();
    let clean: String = clean.trim().chars().take(LONGEST).collect();
    let small = clean.to_lowercase();
    if let Some((_, ours)) = SYNONYMS.iter().find(|(synonym, _)| *synonym == small) {
        return (*ours).to_owned();
    }
    if clean.is_empty() {
        FALLBACK.to_owned()
    } else if reserved_names().any(|reserved| reserved == clean) {
        format!("{clean}{FALLBACK}")
    } else {
        clean
    }
}

/// Whether a name is that of a field that everybody knows, or another word for one.
pub(super) fn is_known(name: &str) -> bool {
    let small = name.to_lowercase();
    KnownField::named(name).is_some() || SYNONYMS.iter().any(|(synonym, _)| *synonym == small)
}

/// What the words beside a gap speak of.
fn beside(before: &str, after: &str) -> Option<&'static str> {
    let before = before.trim_end_matches(LINKS);
    let after = after.trim_start_matches(['】', ']', '”', '"', '）', ' ']);
    let found = BESIDE.iter().find(|(word, next, _)| before.ends_with(word) && after.starts_with(next));
    let name = found.map(|(_, _, name)| *name)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    // Buyers are asked for their address, and told that of the shop.
    Some(if name == KnownField::Address.name() && line.contains(['退', '回']) {
        "退货地址"
    } else {
        name
    })
}

/// The names of the gaps of one text. Gaps without a name of their own may be different ones: each gets another name.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: BTreeMap<String, usize>,
}

impl Names {
    /// The name of a gap that has none, between these words.
    pub(super) fn beside(&mut self, before: &str, after: &str) -> String {
        match beside(before, after) {
            Some(name) => self.numbered(name),
            None => self.numbered(FALLBACK),
        }
    }

    /// The day that is left open between these words.
    pub(super) fn day(&mut self, before: &str) -> String {
        let line = before.rsplit(['\n', '。', '，', ',']).next().unwrap_or_default();
        let known =
            [("发货", KnownField::SentOn), ("发出", KnownField::SentOn), ("付款", KnownField::PaidOn)];
        let found = known.iter().find(|(word, _)| line.contains(word)).map(|(_, field)| field.name());
        self.numbered(found.unwrap_or(FALLBACK_DATE))
    }

    fn numbered(&mut self, name: &str) -> String {
        let count = self.used.entry(name.to_owned()).or_default();
        *count += 1;
        match (*count, name) {
            (1, FALLBACK) => format!("{FALLBACK}1"),
            (1, name) => name.to_owned(),
            (count, name) => format!("{name}{count}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Segment, parse};

    #[test]
    fn every_proposed_name_is_a_field_between_braces() {
        let of_tables = SYNONYMS.iter().map(|(_, name)| (*name).to_owned());
        let beside = BESIDE.iter().map(|(_, _, name)| (*name).to_owned());
        let long = "很长".repeat(20);
        let odd = ["", "日期", "问候", "a{b}|c:d=e", "订单\n号", "剪贴板", "ticket.id", &long];
        for name in of_tables.chain(beside).chain(odd.map(proposed)) {
            let template = parse(&format!("{{{name}}}"));
            assert!(
                matches!(template.segments.as_slice(), [Segment::Field(field)] if field.name == name),
                "{name}"
            );
        }
    }

    #[test]
    fn no_word_beside_a_gap_is_hidden_by_a_shorter_one_above() {
        for (idx, (before, after, name)) in BESIDE.iter().enumerate() {
            let hides = |above: &&(&str, &str, &str)| before.ends_with(above.0) && after.starts_with(above.1);
            let first = BESIDE.iter().take(idx).find(hides);
            assert_eq!(first.filter(|above| above.2 != *name), None, "{before}…{after}");
        }
    }
}
