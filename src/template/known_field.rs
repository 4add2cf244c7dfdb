//! The fields that the program itself knows, one row each: what it finds in copied text, and what a value says about whose
//! it is.
//!
//! A pack declares how a field is asked for (`assets/fields.ron`), and may declare any other field: nothing here is needed
//! to fill a text. What is here is needed to offer values and to notice the next buyer.

use KnownField::{
    Address, Age, Amount, Courier, Height, Name, OrderNumber, PaidOn, ParcelNumber, Phone, Postage, Province,
    Quantity, SentOn, Size, UsualSize, Weight,
};
use Trait::{Corrected, Identifying, LikeNumber, OfCourier, Personal, SetByShop, Steady, Telling};

/// A field whose values [`extract`](super::extract) finds in copied text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownField {
    /// 订单号: digits, as the platform writes them.
    OrderNumber,
    /// 快递单号: letters in capitals and digits.
    ParcelNumber,
    /// 手机号: eleven digits; the extension of a virtual number follows a dash.
    Phone,
    /// 姓名: of whoever the parcel goes to.
    Name,
    /// 地址: as it was written, in one line.
    Address,
    /// 省份: the short name, 浙江.
    Province,
    /// 快递: the short name of a courier, 顺丰.
    Courier,
    /// 身高: centimetres.
    Height,
    /// 体重: kilograms.
    Weight,
    /// 年龄: years.
    Age,
    /// 平时尺码: the size that the buyer usually wears.
    UsualSize,
    /// 尺码: the size that is wanted.
    Size,
    /// 数量: how many are wanted or were bought.
    Quantity,
    /// 金额: yuan.
    Amount,
    /// 运费: yuan, as the buyer says.
    Postage,
    /// 付款日期: an ISO date that is not in the future.
    PaidOn,
    /// 发货日期: an ISO date.
    SentOn,
}

/// What a field has beside its name. Each is a column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It leads to a person or a parcel: it has to be confirmed after a shorter time than other values.
    Personal,
    /// A value that is not known yet may be another buyer's, even where the field had none.
    Telling,
    /// Another value than the known one may be another buyer's; a first one is not.
    Steady,
    /// Only one buyer has this value: who shows it again is back. (Two buyers may have one name.)
    Identifying,
    /// A long number without a cue may belong to any of the fields with this trait.
    LikeNumber,
    /// What the buyer says of it is not taken along with other values: the shop's own table decides.
    SetByShop,
    /// Buyers correct it: of an old and a new value in one text only the new one is offered.
    Corrected,
    /// A courier's notice states the buyer's: anything else in it belongs to the courier or to others.
    OfCourier,
}

#[derive(Debug)]
struct FieldRow {
    field: KnownField,
    /// As it is written between braces.
    name: &'static str,
    /// The unit that found values are in, written behind the number. Empty where the value is offered as it is.
    unit: &'static str,
    traits: &'static [Trait],
}

const fn row(
    field: KnownField,
    name: &'static str,
    unit: &'static str,
    traits: &'static [Trait],
) -> FieldRow {
    FieldRow { field, name, unit, traits }
}

/// In the order of [`KnownField`].
#[rustfmt::skip]
const TABLE: [FieldRow; 17] = [
    row(OrderNumber,  "订单号",   "",   &[Personal, Telling, Identifying, LikeNumber, Corrected, OfCourier]),
    row(ParcelNumber, "快递单号", "",   &[Personal, Steady, LikeNumber, Corrected, OfCourier]),
    row(Phone,        "手机号",   "",   &[Personal, Telling, Identifying, Corrected]),
    row(Name,         "姓名",     "",   &[Personal, Telling, Corrected]),
    row(Address,      "地址",     "",   &[Personal, Steady, Corrected]),
    row(Province,     "省份",     "",   &[Steady]),
    row(Courier,      "快递",     "",   &[Corrected, OfCourier]),
    row(Height,       "身高",     "cm", &[Steady]),
    row(Weight,       "体重",     "kg", &[Steady]),
    row(Age,          "年龄",     "",   &[Steady]),
    row(UsualSize,    "平时尺码", "",   &[Steady]),
    row(Size,         "尺码",     "",   &[]),
    row(Quantity,     "数量",     "",   &[]),
    row(Amount,       "金额",     "",   &[]),
    row(Postage,      "运费",     "",   &[SetByShop]),
    row(PaidOn,       "付款日期", "",   &[]),
    row(SentOn,       "发货日期", "",   &[]),
];

/// What a buyer is called by, the best first.
const LABELS: [KnownField; 3] = [Name, OrderNumber, Phone];

impl KnownField {
    /// Every known field.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.field)
    }

    /// The fields that a buyer is called by, the best first.
    pub fn labels() -> impl Iterator<Item = Self> {
        LABELS.into_iter()
    }

    /// The fields with a trait, in the order of the table.
    pub fn with(wanted: Trait) -> impl Iterator<Item = Self> {
        Self::all().filter(move |field| field.has(wanted))
    }

    /// The field of a name as it is written between braces; `None` for one that only packs know.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.field)
    }

    /// The name that is written between braces.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The unit that found values are in, as it is written behind a number; empty for a field without one.
    pub fn unit(self) -> &'static str {
        self.row().map_or("", |row| row.unit)
    }

    /// Whether the table gives it this trait.
    pub fn has(self, wanted: Trait) -> bool {
        self.row().is_some_and(|row| row.traits.contains(&wanted))
    }

    fn row(self) -> Option<&'static FieldRow> {
        TABLE.get(self as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;
    use crate::template::extract;

    #[test]
    fn every_known_field_has_a_row_of_its_own_in_order() {
        let names: BTreeSet<&str> = KnownField::all().map(KnownField::name).collect();
        assert_eq!(names.len(), TABLE.len());
        for (idx, row) in TABLE.iter().enumerate() {
            assert_eq!(row.field as usize, idx, "{}", row.name);
            assert_eq!(KnownField::named(row.name), Some(row.field));
        }
    }

    #[test]
    fn every_known_field_is_found_in_a_message() {
        let messages = [
            "订单3214567890126789到哪了",
            "sf1234567890123签收了？",
            "收货人：王小明 13800000000 浙江省杭州市西湖区文三路10号",
            "我160的，一百零五斤，28岁，平时穿m，这个要L码的",
            "实付款¥1,299.00 要2件",
            "运费12元",
            "我20号付的款",
            "发货时间：2026-11-20",
        ];
        let found: Vec<_> =
            messages.iter().flat_map(|message| extract(message, date(2026, 11, 21))).collect();
        for field in KnownField::all() {
            assert!(found.iter().any(|found| found.field == field), "{} is never found", field.name());
        }
    }

    #[test]
    fn no_field_is_telling_and_steady_and_every_label_is_telling() {
        assert!(KnownField::with(Telling).all(|field| !field.has(Steady)));
        assert!(KnownField::labels().all(|field| field.has(Telling)));
    }
}
