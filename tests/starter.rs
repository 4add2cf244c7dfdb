//! The starter library has an answer for each scenario of the agents' work.

use std::collections::BTreeSet;

use pinyin::ToPinyin as _;
use suda::draft::ChosenWording;
use suda::model::{Message, Reply};
use suda::store::libraries;
use suda::template::calendar::Calendar;
use suda::template::{Setting, Trade, Trades};

/// Id, stage and title of every scenario, in the order of a sale.
const SCENARIOS: [(&str, &str, &str); 108] = [
    ("presale.greeting", "售前", "欢迎光临"),
    ("presale.wait", "售前", "请稍等"),
    ("presale.slow_reply", "售前", "回复慢致歉"),
    ("presale.contact", "售前", "联系方式"),
    ("presale.how_to_buy", "售前", "下单流程"),
    ("presale.stock", "售前", "有货吗"),
    ("presale.restock", "售前", "缺货到货时间"),
    ("presale.new_arrival", "售前", "新品上架"),
    ("presale.recommend", "售前", "商品推荐"),
    ("presale.link", "售前", "商品链接"),
    ("presale.compare", "售前", "款式区别"),
    ("presale.specs", "售前", "商品参数"),
    ("presale.function", "售前", "功能兼容"),
    ("presale.size", "售前", "尺码推荐"),
    ("presale.colour_choice", "售前", "颜色选择"),
    ("presale.packaging", "售前", "包装说明"),
    ("presale.custom_bulk", "售前", "定制团购"),
    ("presale.colour_difference", "售前", "色差问题"),
    ("presale.fading", "售前", "褪色问题"),
    ("presale.material", "售前", "材质面料"),
    ("presale.quality", "售前", "质量担心"),
    ("presale.authentic", "售前", "正品保证"),
    ("presale.shelf_life", "售前", "生产日期保质期"),
    ("presale.price_ask", "售前", "价格咨询"),
    ("presale.why_cheap", "售前", "为什么便宜"),
    ("presale.too_expensive", "售前", "太贵了"),
    ("presale.bargain", "售前", "议价"),
    ("presale.other_shop_cheaper", "售前", "别家更便宜"),
    ("presale.discount", "售前", "优惠活动"),
    ("presale.coupon_fail", "售前", "券用不了"),
    ("presale.gift", "售前", "赠品"),
    ("presale.points", "售前", "会员积分"),
    ("presale.free_shipping", "售前", "包邮吗"),
    ("presale.remote_shipping", "售前", "偏远地区运费"),
    ("presale.which_courier", "售前", "发什么快递"),
    ("presale.choose_courier", "售前", "指定快递"),
    ("presale.ship_from", "售前", "发货地"),
    ("presale.when_ship", "售前", "什么时候发货"),
    ("presale.holiday", "售前", "节假日安排"),
    ("presale.when_arrive", "售前", "几天能到"),
    ("presale.preorder", "售前", "预售说明"),
    ("presale.invoice", "售前", "发票"),
    ("presale.credit_card", "售前", "信用卡分期"),
    ("presale.cod", "售前", "货到付款"),
    ("presale.no_balance", "售前", "余额不足代付"),
    ("presale.thinking", "售前", "考虑考虑"),
    ("presale.return_policy", "售前", "七天无理由"),
    ("presale.return_freight", "售前", "退货运费"),
    ("presale.freight_insurance", "售前", "运费险"),
    ("insale.price_changed", "售中", "改价完成"),
    ("insale.unpaid", "售中", "催付款"),
    ("insale.paid", "售中", "付款感谢"),
    ("insale.confirm_address", "售中", "核对地址"),
    ("insale.change_address", "售中", "修改地址"),
    ("insale.split_address", "售中", "一单多地址"),
    ("insale.change_order", "售中", "修改尺码颜色"),
    ("insale.order_note", "售中", "订单备注"),
    ("insale.order_query", "售中", "查订单内容"),
    ("insale.merge_orders", "售中", "合并发货"),
    ("insale.urge_shipping", "售中", "催发货"),
    ("insale.weekend_order", "售中", "周末订单说明"),
    ("insale.shipped", "售中", "发货通知"),
    ("insale.delivery_time", "售中", "预约送货"),
    ("insale.cancel", "售中", "取消订单"),
    ("insale.wrong_receive", "售中", "误点收货"),
    ("insale.goodbye", "售中", "礼貌道别"),
    ("aftersale.where_is_it", "售后", "查物流"),
    ("aftersale.tracking_stuck", "售后", "物流不更新"),
    ("aftersale.signed_not_received", "售后", "显示签收未收到"),
    ("aftersale.pickup_station", "售后", "驿站取件"),
    ("aftersale.wrong_item", "售后", "发错货"),
    ("aftersale.missing_item", "售后", "少件漏发"),
    ("aftersale.damaged", "售后", "包裹破损"),
    ("aftersale.defect", "售后", "质量问题"),
    ("aftersale.allergy_smell", "售后", "异味过敏"),
    ("aftersale.warranty", "售后", "保修"),
    ("aftersale.not_as_described", "售后", "描述不符"),
    ("aftersale.bought_elsewhere", "售后", "非本店购买"),
    ("aftersale.wrong_fit", "售后", "尺码不合适"),
    ("aftersale.exchange", "售后", "换货流程"),
    ("aftersale.return_steps", "售后", "退货流程"),
    ("aftersale.pickup", "售后", "上门取件"),
    ("aftersale.return_received", "售后", "退货入库"),
    ("aftersale.apply_fail", "售后", "售后申请异常"),
    ("aftersale.refund_only", "售后", "仅退款"),
    ("aftersale.refund_progress", "售后", "退款进度"),
    ("aftersale.freight_refund", "售后", "退运费"),
    ("aftersale.refund_not_received", "售后", "未收到货退款"),
    ("aftersale.reject_parcel", "售后", "拒收拦截"),
    ("aftersale.complaint", "售后", "投诉安抚"),
    ("aftersale.compensation", "售后", "补偿方案"),
    ("aftersale.price_drop", "售后", "降价补差"),
    ("aftersale.bad_review", "售后", "中差评沟通"),
    ("aftersale.review_explanation", "售后", "评价解释"),
    ("aftersale.good_review", "售后", "好评感谢"),
    ("aftersale.ask_review", "售后", "邀请评价"),
    ("aftersale.how_to_use", "售后", "使用方法"),
    ("aftersale.install", "售后", "安装"),
    ("aftersale.care", "售后", "洗涤保养"),
    ("aftersale.invoice_change", "售后", "发票修改催开"),
    ("aftersale.follow_up", "售后", "售后跟进"),
    ("proactive.sold_out_alternative", "主动营销", "缺货替代推荐"),
    ("proactive.hesitating", "主动营销", "犹豫促单"),
    ("proactive.cross_sell", "主动营销", "关联推荐"),
    ("proactive.follow_up_intent", "主动营销", "意向回访"),
    ("proactive.returning_customer", "主动营销", "老客户关怀"),
    ("proactive.cutoff", "主动营销", "截单提醒"),
    ("proactive.favourite_shop", "主动营销", "收藏店铺"),
];

/// The scenarios that buyers meet often: these have three wordings or more.
const FREQUENT: [&str; 45] = [
    "presale.greeting",
    "presale.wait",
    "presale.slow_reply",
    "presale.contact",
    "presale.link",
    "presale.specs",
    "presale.function",
    "presale.size",
    "presale.price_ask",
    "presale.why_cheap",
    "presale.too_expensive",
    "presale.bargain",
    "presale.other_shop_cheaper",
    "presale.discount",
    "presale.coupon_fail",
    "presale.free_shipping",
    "presale.remote_shipping",
    "presale.which_courier",
    "presale.choose_courier",
    "presale.when_ship",
    "presale.when_arrive",
    "presale.return_policy",
    "insale.price_changed",
    "insale.urge_shipping",
    "insale.weekend_order",
    "insale.shipped",
    "aftersale.where_is_it",
    "aftersale.tracking_stuck",
    "aftersale.signed_not_received",
    "aftersale.pickup_station",
    "aftersale.warranty",
    "aftersale.wrong_fit",
    "aftersale.return_steps",
    "aftersale.return_received",
    "aftersale.refund_only",
    "aftersale.refund_progress",
    "aftersale.refund_not_received",
    "aftersale.complaint",
    "aftersale.compensation",
    "aftersale.price_drop",
    "aftersale.bad_review",
    "aftersale.review_explanation",
    "aftersale.good_review",
    "aftersale.ask_review",
    "aftersale.how_to_use",
];

/// The end of the id of a reply for one trade, and how its title names the trade.
const TRADES: [(&str, &str); 9] = [
    ("clothes", "服装"),
    ("shoes", "鞋靴"),
    ("beauty", "美妆"),
    ("baby", "母婴"),
    ("food", "食品"),
    ("appliances", "家电"),
    ("digital", "数码"),
    ("furniture", "家具"),
    ("toys", "玩具"),
];

/// What only goods that are worn have.
const OF_CLOTHES: [&str; 7] = ["吊牌", "水洗标", "面料", "尺码", "洗涤剂", "机洗", "穿出门"];

/// The reply that answers a scenario first: it has its id. Others of the same scenario are for special cases.
fn is_main(reply: &Reply) -> bool {
    reply.scenario() == Some(reply.id.as_str())
}

#[test]
fn every_scenario_has_its_reply_with_its_exact_title() {
    let pack = libraries::starter();
    let mains = pack.replies.iter().filter(|reply| is_main(reply));
    let found: Vec<_> =
        mains.map(|reply| (reply.id.as_str(), reply.top_category(), reply.title.as_str())).collect();
    assert_eq!(found, SCENARIOS);
    for reply in &pack.replies {
        let scenario = reply.scenario();
        let is_known = |name: &str| SCENARIOS.iter().any(|(id, ..)| *id == name);
        assert!(scenario.is_none_or(is_known), "{}", reply.id);
    }
}

#[test]
fn every_code_is_there_once_and_that_of_a_scenario_is_the_initials_of_its_title() {
    let pack = libraries::starter();
    let mut codes = BTreeSet::new();
    for reply in &pack.replies {
        assert!(codes.insert(reply.code.clone().unwrap()), "{}", reply.id);
        // 便宜 is read pián yi; the table of readings knows each hanzi by itself.
        let initials: String = reply.title.replace('便', "p").chars().filter_map(initial).take(4).collect();
        assert!(!is_main(reply) || reply.code.as_ref() == Some(&initials), "{}", reply.title);
    }
}

fn initial(c: char) -> Option<char> {
    let letter = c.to_pinyin().and_then(|reading| reading.first_letter().chars().next());
    letter.or_else(|| c.is_ascii_lowercase().then_some(c))
}

#[test]
fn every_scenario_has_its_wordings_questions_tags_note_and_what_comes_next() {
    let pack = libraries::starter();
    let mut questions = BTreeSet::new();
    for reply in &pack.replies {
        for ask in &reply.questions {
            assert!(questions.insert(ask), "{ask} is asked twice");
        }
        for message in reply.wordings.iter().flat_map(|wording| &wording.messages) {
            let Message::Text(text) = message else { panic!("{} has an image", reply.title) };
            assert!(text.chars().count() <= 120, "{text}");
        }
        assert!(!reply.tags.is_empty() && reply.note.is_some(), "{}", reply.id);
        // At any hour of any day.
        let always = reply.wordings.iter().filter(|wording| wording.when.is_always()).count();
        let least = if FREQUENT.contains(&reply.id.as_str()) { 3 } else { 2 };
        assert!(always >= least, "{} has {always} wordings", reply.id);
        assert!(
            !is_main(reply) || reply.questions.len() >= 6,
            "{} has {} questions",
            reply.id,
            reply.questions.len()
        );
        assert!(!reply.next.is_empty(), "nothing comes after {}", reply.id);
    }
}

#[test]
fn a_reply_for_one_trade_names_it_and_belongs_to_a_scenario() {
    let pack = libraries::starter();
    let trade = |reply: &Reply| {
        let (scenario, end) = reply.id.rsplit_once('.')?;
        let (_, name) = TRADES.iter().find(|(id, _)| *id == end)?;
        Some((scenario.to_owned(), *name))
    };
    let of_trades: Vec<_> = pack.replies.iter().filter_map(|reply| Some((reply, trade(reply)?))).collect();
    assert!(of_trades.len() <= 60, "{} replies for one trade", of_trades.len());
    for (reply, (scenario, name)) in of_trades {
        assert_eq!(reply.scenario(), Some(scenario.as_str()), "{}", reply.id);
        let main = pack.replies.iter().find(|main| main.id == scenario).unwrap();
        let start = format!("{} · ", main.title);
        assert!(reply.title.starts_with(&start) && reply.title.contains(name), "{}", reply.title);
    }
}

/// A shop that sells this.
fn setting(trades: Trades) -> Setting<'static> {
    let now = jiff::civil::date(2026, 11, 23).at(10, 0, 0, 0);
    Setting { now, shop: None, trades, cut_off: None, calendar: Calendar::china() }
}

/// No trade, and each of them.
fn shops() -> impl Iterator<Item = Trades> {
    std::iter::once(Trades::default()).chain(Trade::ALL.map(|trade| Trades::from(vec![trade])))
}

#[test]
fn what_is_said_in_every_trade_does_not_speak_of_clothes() {
    let pack = libraries::starter();
    let anywhere = Trades::default();
    for reply in pack.replies.iter().filter(|reply| reply.fits(anywhere)) {
        for wording in reply.wordings.iter().filter(|wording| wording.when.trades.fit(anywhere)) {
            for text in wording.messages.iter().filter_map(Message::text) {
                let found = OF_CLOTHES.iter().find(|word| text.contains(*word));
                assert_eq!(found, None, "{}: {text}", reply.id);
            }
        }
    }
}

#[test]
fn a_reply_with_the_name_of_a_trade_is_offered_in_it_and_not_without_one() {
    let pack = libraries::starter();
    for reply in &pack.replies {
        let Some(trade) = reply.id.rsplit_once('.').and_then(|(_, end)| Trade::read(end)) else { continue };
        let is_offered = [Trades::from(vec![trade]), Trades::default()].map(|shop| reply.fits(shop));
        assert_eq!(is_offered, [true, false], "{}", reply.id);
    }
}

#[test]
fn every_scenario_is_answered_in_every_trade_and_without_one() {
    let pack = libraries::starter();
    for (id, ..) in SCENARIOS {
        let main = pack.replies.iter().find(|reply| reply.id == id).unwrap();
        for shop in shops() {
            assert!(main.fits(shop), "{id} is not offered in {shop:?}");
            let chosen = ChosenWording::choose(main, &setting(shop), None);
            assert!(chosen.holds || chosen.needs_cut_off, "{id} has no wording in {shop:?}");
        }
        // Whatever the trade, what is said at any hour does not run out of wordings.
        let general = main.wordings.iter().filter(|wording| wording.when.is_always()).count();
        assert!(general >= 2, "{id} has {general} general wordings");
    }
}

#[test]
fn each_trade_has_replies_and_wordings_of_its_own() {
    let pack = libraries::starter();
    for trade in Trade::ALL {
        let own = pack.replies.iter().filter(|reply| reply.trades.has(trade)).count();
        assert!(own >= 2, "{own} replies for {}", trade.name());
    }
    let clothes = Trades::from(vec![Trade::Clothes]);
    for id in ["presale.size", "presale.fading", "aftersale.wrong_fit"] {
        let reply = pack.replies.iter().find(|reply| reply.id == id).unwrap();
        let of = |shop| reply.wordings[ChosenWording::choose(reply, &setting(shop), None).idx].when.trades;
        assert!(of(clothes).has(Trade::Clothes) && of(Trades::default()).is_empty(), "{id}");
    }
}

#[test]
fn shipping_says_something_else_on_days_off_and_behind_the_cut_off() {
    let pack = libraries::starter();
    let wordings = |id: &str| pack.replies.iter().find(|reply| reply.id == id).unwrap().wordings.clone();
    for id in [
        "presale.when_ship",
        "insale.urge_shipping",
        "insale.weekend_order",
        "insale.paid",
        "proactive.cutoff",
    ] {
        assert!(wordings(id).iter().any(|wording| !wording.when.days.is_empty()), "{id} on a day off");
    }
    for id in ["presale.when_ship", "insale.paid", "proactive.cutoff"] {
        assert!(wordings(id).iter().any(|wording| wording.when.after.is_some()), "{id} behind the cut-off");
    }
}

#[test]
fn the_tables_are_examples_and_fill_size_fee_and_days() {
    let pack = libraries::starter();
    assert!(pack.tables.iter().all(|table| table.is_example));
    let outputs: Vec<_> = pack.tables.iter().flat_map(|table| &table.outputs).collect();
    assert_eq!(outputs, ["尺码", "运费", "天数"]);
}

#[test]
fn the_steps_of_work_complaint_and_objection_lead_to_one_another() {
    let pack = libraries::starter();
    let next = |id: &str| &pack.replies.iter().find(|reply| reply.id == id).unwrap().next;
    let work: [&[&str]; 9] = [
        &["presale.greeting"],
        &["work.ask"],
        &["presale.recommend"],
        &["presale.bargain", "presale.discount"],
        &["insale.confirm_address"],
        &["insale.goodbye"],
        &["proactive.follow_up_intent", "aftersale.ask_review"],
        &["aftersale.follow_up"],
        &["work.record"],
    ];
    let complaint: [&[&str]; 5] = [
        &["aftersale.complaint"],
        &["complaint.warm"],
        &["complaint.help"],
        &["complaint.apology"],
        &["aftersale.compensation"],
    ];
    let objection: [&[&str]; 4] =
        [&["objection.name"], &["objection.motive"], &["objection.difference"], &["objection.way_out"]];
    for steps in [work.as_slice(), &complaint, &objection] {
        for pair in steps.windows(2) {
            let leads =
                pair[0].iter().any(|from| pair[1].iter().any(|to| next(from).iter().any(|id| id == to)));
            assert!(leads, "{:?} → {:?}", pair[0], pair[1]);
        }
    }
    let into_objection =
        ["presale.too_expensive", "presale.thinking", "presale.quality", "proactive.hesitating"];
    for id in into_objection {
        assert!(next(id).iter().any(|to| to.starts_with("objection.")), "{id}");
    }
}
