//! The packs that are in use, one above the other, and how a reply is found in them.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization as _;

use super::{FieldDecl, Hiding, Pack, Reply, Shop};
use crate::template::Table;
use crate::template::calendar::Calendar;

/// Where a pack comes from. The greater one is above and hides replies of the same id below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The fields that every library knows.
    BuiltIn,
    /// The replies that are built into the program, read-only.
    Starter,
    /// The user's own file.
    Personal,
}

/// The place of a reply in its [`Library`]. Valid only for the library that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyRef {
    pack_idx: usize,
    reply_idx: usize,
}

/// What a key given by a person stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly one reply is meant.
    Found(ReplyRef),
    /// Several replies have this code in the same layer, or this title; they have other ids.
    Several(Vec<ReplyRef>),
    /// No visible reply has this id, code or title.
    NotFound,
}

/// The visible replies whose category has the same first step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopCategory {
    /// The first step; empty for replies without a category.
    pub name: String,
    /// In the order of the library, own replies first.
    pub replies: Vec<ReplyRef>,
}

/// All packs in use. Own replies come before those of lower layers, each pack in the order of its file.
/// A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Library {
    stack: Arc<Stack>,
    learned: HashMap<String, Vec<String>>,
    team_calendar: Calendar,
    /// With the years of all packs and of the team.
    calendar: Arc<Calendar>,
}

#[derive(Debug, Default)]
struct Stack {
    /// The top layer first.
    packs: Vec<(Layer, Pack)>,
    /// Replies that no upper layer hides, in order.
    visible: Vec<ReplyRef>,
    by_id: HashMap<String, ReplyRef>,
    /// Made when a reply is first looked for by its code or title.
    names: OnceLock<ReplyNames>,
    /// In the order of their first reply.
    top_categories: Vec<TopCategory>,
    /// The visible replies that are for certain trades only, in order.
    of_some_trades: Vec<ReplyRef>,
}

/// The visible replies by what people call them.
#[derive(Debug, Default)]
struct ReplyNames {
    /// In small letters.
    codes: HashMap<String, Vec<ReplyRef>>,
    titles: HashMap<String, Vec<ReplyRef>>,
}

impl Library {
    /// Stacks the packs; of two in the same layer the first is above.
    pub fn new(mut packs: Vec<(Layer, Pack)>) -> Self {
        packs.sort_by_key(|(layer, _)| std::cmp::Reverse(*layer));
        let mut visible = Vec::new();
        let mut by_id = HashMap::new();
        let mut top_categories: Vec<TopCategory> = Vec::new();
        let mut of_some_trades = Vec::new();
        for (pack_idx, (_, pack)) in packs.iter().enumerate() {
            for (reply_idx, reply) in pack.replies.iter().enumerate() {
                let at = ReplyRef { pack_idx, reply_idx };
                if !by_id.contains_key(&reply.id) {
                    by_id.insert(reply.id.clone(), at);
                    visible.push(at);
                    if reply.is_of_some_trades() {
                        of_some_trades.push(at);
                    }
                    let name = reply.top_category();
                    match top_categories.iter_mut().find(|known| known.name == name) {
                        Some(known) => known.replies.push(at),
                        None => top_categories.push(TopCategory { name: name.to_owned(), replies: vec![at] }),
                    }
                }
            }
        }
        let stack = Stack { packs, visible, by_id, names: OnceLock::new(), top_categories, of_some_trades };
        let (stack, learned) = (Arc::new(stack), HashMap::new());
        Self { stack, learned, ..Self::default() }.with_team_calendar(Calendar::default())
    }

    /// Adds the years that the team has written down apart from its packs: they are used before those of any pack.
    #[must_use]
    pub fn with_team_calendar(mut self, team: Calendar) -> Self {
        let of_packs = self.stack.packs.iter().rev().map(|(_, pack)| &pack.calendar);
        let all = of_packs.chain([&team]).fold(Calendar::china().clone(), |known, newer| known.with(newer));
        self.calendar = Arc::new(all);
        self.team_calendar = team;
        self
    }

    /// The years that the team has written down apart from its packs.
    pub fn team_calendar(&self) -> &Calendar {
        &self.team_calendar
    }

    /// Which days are working days: the notices that the program knows, those of the packs, the upper before the lower, and
    /// before them the team's. A year is taken from one of them as a whole.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Adds the buyers' messages that the user has kept, each with the id of the reply that answers it.
    #[must_use]
    pub fn with_learned(mut self, messages: impl IntoIterator<Item = (String, String)>) -> Self {
        self.learned.clear();
        for (reply_id, message) in messages {
            self.learned.entry(reply_id).or_default().push(message);
        }
        self
    }

    /// Takes over the messages that another library has.
    #[must_use]
    pub fn with_learned_of(mut self, other: &Self) -> Self {
        self.learned.clone_from(&other.learned);
        self
    }

    /// Whether the user has kept any message.
    pub fn has_learned(&self) -> bool {
        !self.learned.is_empty()
    }

    /// The buyers' messages that the user has kept for a reply: sample questions beside the reply's own.
    pub fn learned(&self, reply_id: &str) -> &[String] {
        self.learned.get(reply_id).map_or(&[], Vec::as_slice)
    }

    /// The replies that can be found, own ones first.
    pub fn replies(&self) -> impl Iterator<Item = (ReplyRef, &Reply)> {
        self.stack.visible.iter().filter_map(|at| self.reply(*at).map(|reply| (*at, reply)))
    }

    /// How many replies can be found.
    pub fn len(&self) -> usize {
        self.stack.visible.len()
    }

    /// Whether no reply can be found.
    pub fn is_empty(&self) -> bool {
        self.stack.visible.is_empty()
    }

    /// The reply at a place that this library gave.
    pub fn reply(&self, at: ReplyRef) -> Option<&Reply> {
        self.stack.packs.get(at.pack_idx)?.1.replies.get(at.reply_idx)
    }

    /// The replies of a layer, in the order of its files, hidden ones too.
    pub fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &Reply> {
        self.stack.packs.iter().filter(move |(own, _)| *own == layer).flat_map(|(_, pack)| &pack.replies)
    }

    /// The replies of the personal library, in its order, hidden ones too.
    pub fn own(&self) -> &[Reply] {
        let own = self.stack.packs.iter().find(|(layer, _)| *layer == Layer::Personal);
        own.map_or(&[], |(_, pack)| pack.replies.as_slice())
    }

    /// The packs, the upper first.
    pub fn packs(&self) -> impl DoubleEndedIterator<Item = (Layer, &Pack)> {
        self.stack.packs.iter().map(|(layer, pack)| (*layer, pack))
    }

    /// The reply of this id that is below a layer: what a reply of that layer is a copy of.
    pub fn below(&self, id: &str, layer: Layer) -> Option<&Reply> {
        let below = self.stack.packs.iter().filter(|(own, _)| *own < layer);
        below.flat_map(|(_, pack)| &pack.replies).find(|reply| reply.id == id)
    }

    /// The pack that a reply is in, and its layer.
    pub fn pack_of(&self, at: ReplyRef) -> Option<(Layer, &Pack)> {
        self.stack.packs.get(at.pack_idx).map(|(layer, pack)| (*layer, pack))
    }

    /// The declaration of a placeholder, the pack's own before those of the others.
    pub fn field(&self, at: ReplyRef, name: &str) -> Option<&FieldDecl> {
        let own = self.stack.packs.get(at.pack_idx).into_iter();
        own.chain(&self.stack.packs).flat_map(|(_, pack)| &pack.fields).find(|field| field.name == name)
    }

    /// A look-up table by its name, the pack's own before those of the others. One that is only an example gives way to
    /// any that is not.
    pub fn table(&self, at: ReplyRef, name: &str) -> Option<&Table> {
        let own = self.stack.packs.get(at.pack_idx).into_iter();
        let mut found = own
            .chain(&self.stack.packs)
            .flat_map(|(_, pack)| &pack.tables)
            .filter(|table| table.name == name);
        let first = found.next()?;
        if first.is_example { found.find(|table| !table.is_example).or(Some(first)) } else { Some(first) }
    }

    /// The entries of the personal library for replies that are not to be offered.
    pub fn hidings(&self) -> &[Hiding] {
        let own = self.packs().find(|(layer, _)| *layer == Layer::Personal);
        own.map_or(&[], |(_, pack)| &pack.hidden)
    }

    /// The reply that an entry means: the visible one of the id, where it is of the pack that is named or a copy of the
    /// reply there.
    pub fn meant(&self, hiding: &Hiding) -> Option<&Reply> {
        let (pack_id, id) = hiding.ids()?;
        let at = self.by_id(id)?;
        let (layer, own) = self.pack_of(at)?;
        let mut below = self.packs().filter(|(other, pack)| *other < layer && pack.id == pack_id);
        let mut is_copy = || below.any(|(_, pack)| pack.replies.iter().any(|reply| reply.id == id));
        self.reply(at).filter(|_| own.id == pack_id || is_copy())
    }

    /// The ids of the replies that are not to be offered in a shop, by its name.
    pub fn hidden_in(&self, shop: Option<&str>) -> BTreeSet<&str> {
        let hidings = self.hidings().iter().filter(|hiding| hiding.applies_in(shop));
        hidings.filter_map(|hiding| Some(self.meant(hiding)?.id.as_str())).collect()
    }

    /// The ids of the replies that are not to be offered in a shop, or where no shop is known: what is hidden there, and what
    /// is for trades that it does not have.
    pub fn not_offered_in(&self, shop: Option<&Shop>) -> BTreeSet<&str> {
        let trades = shop.map(Shop::trades).unwrap_or_default();
        let some = self.stack.of_some_trades.iter().filter_map(|at| self.reply(*at));
        let others = some.filter(|reply| !reply.fits(trades)).map(|reply| reply.id.as_str());
        let mut ids = self.hidden_in(shop.and_then(Shop::name));
        ids.extend(others);
        ids
    }

    /// Every field that a pack declares, with repeats.
    pub fn fields(&self) -> impl Iterator<Item = &FieldDecl> {
        self.stack.packs.iter().flat_map(|(_, pack)| &pack.fields)
    }

    /// Every table of the packs, with repeats.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.stack.packs.iter().flat_map(|(_, pack)| &pack.tables)
    }

    /// The visible reply of exactly this id.
    pub fn by_id(&self, id: &str) -> Option<ReplyRef> {
        self.stack.by_id.get(id).copied()
    }

    /// The place of a reply of an earlier library: the reply of its id. Where that says something else now, and another one
    /// says the same, the other one: an id that is made up from a title goes over to the next reply of that title.
    pub fn same_reply(&self, reply: &Reply) -> Option<ReplyRef> {
        let of_id = self.by_id(&reply.id);
        if of_id.and_then(|at| self.reply(at)) == Some(reply) {
            return of_id;
        }
        let says_the_same = |other: &Reply| {
            other.title == reply.title && Reply { id: reply.id.clone(), ..other.clone() } == *reply
        };
        let same = self.replies().find(|(_, other)| says_the_same(other)).map(|(at, _)| at);
        same.or(of_id)
    }

    /// What a person means by `key`: an id, else a short code (in any case), else an exact title.
    /// Of a code that several replies have, those of the upper layer are meant.
    pub fn find(&self, key: &str) -> Lookup {
        if let Some(at) = self.by_id(key) {
            return Lookup::Found(at);
        }
        let layer = |at: &ReplyRef| self.pack_of(*at).map(|(layer, _)| layer);
        let coded = self.with_code(key);
        let upper = coded.chunk_by(|one, other| layer(one) == layer(other)).next();
        let titled = || self.names().titles.get(&composed(key)).map_or(&[][..], Vec::as_slice);
        match upper.unwrap_or_else(titled) {
            [] => Lookup::NotFound,
            [one] => Lookup::Found(*one),
            several => Lookup::Several(several.to_vec()),
        }
    }

    /// The visible replies of a short code, in any case, own ones first.
    pub fn with_code(&self, code: &str) -> &[ReplyRef] {
        self.names().codes.get(&composed(&code.to_lowercase())).map_or(&[], Vec::as_slice)
    }

    fn names(&self) -> &ReplyNames {
        self.stack.names.get_or_init(|| self.read_names())
    }

    /// Collects the codes and titles by which other replies may name one.
    fn read_names(&self) -> ReplyNames {
        let mut names = ReplyNames::default();
        for (at, reply) in self.replies() {
            if let Some(code) = &reply.code {
                names.codes.entry(composed(&code.to_lowercase())).or_default().push(at);
            }
            names.titles.entry(composed(&reply.title)).or_default().push(at);
        }
        names
    }

    /// The top categories in use, in the order of their first reply.
    pub fn top_categories(&self) -> &[TopCategory] {
        &self.stack.top_categories
    }
}

/// The one way to write letters that can be written in several ways (é).
fn composed(name: &str) -> String {
    name.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Wording;
    use crate::template::{Trade, Trades, When};

    fn reply(id: &str, title: &str, code: &str) -> Reply {
        Reply { id: id.into(), title: title.into(), code: Some(code.into()), ..Reply::default() }
    }

    fn library() -> Library {
        let starter = Pack {
            id: "starter".into(),
            replies: vec![reply("ship", "催发货", "cfh"), reply("size", "尺码推荐", "cmtj")],
            ..Pack::default()
        };
        let personal = Pack {
            id: "my".into(),
            replies: vec![
                reply("ship", "催发货（本店）", "cfh"),
                reply("a", "同名", "x1"),
                reply("b", "同名", "x2"),
            ],
            ..Pack::default()
        };
        Library::new(vec![(Layer::Starter, starter), (Layer::Personal, personal)])
    }

    #[test]
    fn an_own_reply_hides_the_starters_of_the_same_id() {
        let library = library();
        let titles: Vec<_> = library.replies().map(|(_, reply)| reply.title.as_str()).collect();
        assert_eq!(titles, ["催发货（本店）", "同名", "同名", "尺码推荐"]);
        assert_eq!(library.pack_of(library.by_id("ship").unwrap()).unwrap().0, Layer::Personal);
    }

    #[test]
    fn a_key_is_an_id_then_a_code_then_a_title() {
        let library = library();
        let size = library.by_id("size").unwrap();
        for key in ["size", "CMTJ", "尺码推荐"] {
            assert_eq!(library.find(key), Lookup::Found(size), "{key}");
        }
        assert!(matches!(library.find("同名"), Lookup::Several(found) if found.len() == 2));
        assert_eq!(library.find("没有"), Lookup::NotFound);
    }

    #[test]
    fn what_is_not_offered_is_hidden_or_for_trades_that_the_shop_does_not_have() {
        let of = |trade| Trades::from(vec![trade]);
        let wording = |trades| Wording { when: When { trades, ..When::default() }, ..Wording::default() };
        let none = Trades::default();
        let replies = vec![
            Reply { trades: of(Trade::Clothes), wordings: vec![wording(none)], ..reply("worn", "一", "a") },
            Reply { wordings: vec![wording(of(Trade::Tea)), wording(none)], ..reply("both", "二", "b") },
            Reply { wordings: vec![wording(of(Trade::Tea))], ..reply("tea", "三", "c") },
            reply("all", "四", "d"),
            reply("hidden", "五", "e"),
        ];
        let hidden = vec![Hiding::everywhere("my", "hidden")];
        let pack = Pack { id: "my".into(), replies, hidden, ..Pack::default() };
        let library = Library::new(vec![(Layer::Personal, pack)]);
        let shop = |trade: &str| Shop::new(vec![(Shop::TRADE.to_owned(), trade.to_owned())], Vec::new());
        let cases: [(Option<Shop>, &[&str]); 5] = [
            (None, &["hidden", "tea", "worn"]),
            (Some(shop("")), &["hidden", "tea", "worn"]),
            (Some(shop("服装")), &["hidden", "tea"]),
            (Some(shop("茶")), &["hidden", "worn"]),
            (Some(shop("茶、服装")), &["hidden"]),
        ];
        for (shop, expected) in cases {
            assert!(
                library.not_offered_in(shop.as_ref()).into_iter().eq(expected.iter().copied()),
                "{shop:?}"
            );
        }
    }

    #[test]
    fn a_hidden_reply_is_that_of_its_pack_or_the_own_copy_of_it_in_every_shop_or_in_some() {
        let hidden = |entries: &[(&str, &[&str])], shop: Option<&str>| {
            let mut packs: Vec<_> = library().packs().map(|(layer, pack)| (layer, pack.clone())).collect();
            let entry = |(reply, shops): &(&str, &[&str])| Hiding {
                reply: (*reply).to_owned(),
                shops: shops.iter().map(|shop| (*shop).to_owned()).collect(),
            };
            packs[0].1.hidden = entries.iter().map(entry).collect();
            Library::new(packs).hidden_in(shop).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(hidden(&[("starter/size", &[]), ("my/a", &[])], None), ["a", "size"]);
        assert_eq!(hidden(&[("starter/ship", &[])], None), ["ship"], "the copy of it");
        assert_eq!(hidden(&[("my/ship", &[])], None), ["ship"]);
        assert!(
            hidden(&[("my/size", &[]), ("team/size", &[]), ("size", &[]), ("starter/no", &[])], None)
                .is_empty()
        );
        for (shop, expected) in [(None, false), (Some("木棉"), true), (Some("小舟"), false)] {
            assert_eq!(!hidden(&[("starter/size", &["木棉"])], shop).is_empty(), expected, "{shop:?}");
        }
    }

    #[test]
    fn a_year_is_taken_from_the_uppermost_that_has_it() {
        let notice = |year: i16, off: &str| {
            Calendar::read([format!("notice {year}").as_str(), &format!("off {year}-{off} {year}-{off}")]).0
        };
        let pack = |calendar: &Calendar| Pack { calendar: calendar.clone(), ..Pack::default() };
        let starter = notice(2029, "05-01").with(&notice(2030, "05-01")).with(&notice(2031, "05-01"));
        let own = notice(2030, "05-02").with(&notice(2031, "05-02"));
        let packs = vec![(Layer::Personal, pack(&own)), (Layer::Starter, pack(&starter))];
        let library = Library::new(packs).with_team_calendar(notice(2031, "05-03"));
        let holidays: Vec<_> = (2029..=2031)
            .flat_map(|year| [1, 2, 3].map(|day| jiff::civil::date(year, 5, day)))
            .filter(|day| library.calendar().kind(*day) == crate::template::calendar::DayKind::Holiday)
            .map(|day| day.to_string())
            .collect();
        assert_eq!(holidays, ["2029-05-01", "2030-05-02", "2031-05-03"]);
        // What the program knows stays, whatever packs there are.
        assert_eq!(library.calendar().unknown_year(2025..=2026), None);
        assert_eq!(Library::new(Vec::new()).calendar(), Calendar::china());
    }

    #[test]
    fn of_equal_codes_those_of_the_upper_layer_are_meant() {
        let pack = |id: &str, replies| Pack { id: id.into(), replies, ..Pack::default() };
        let below = pack("starter", vec![reply("c", "丙", "fh"), reply("d", "丁", "th")]);
        let own = pack("my", vec![reply("a", "甲", "FH"), reply("b", "乙", "fh"), reply("e", "戊", "TH")]);
        let library = Library::new(vec![(Layer::Starter, below), (Layer::Personal, own)]);
        let at = |ids: &[&str]| ids.iter().map(|id| library.by_id(id).unwrap()).collect::<Vec<_>>();
        assert_eq!(library.find("fh"), Lookup::Several(at(&["a", "b"])));
        assert_eq!(library.find("th"), Lookup::Found(library.by_id("e").unwrap()));
        assert_eq!(library.with_code("fH"), at(&["a", "b", "c"]));
        assert_eq!(library.with_code("th"), at(&["e", "d"]));
        assert!(library.with_code("甲").is_empty());
    }
}
