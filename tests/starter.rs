//! The starter library has an answer for each scenario of the agents' work.

use std::collections::BTreeSet;

use pinyin::ToPinyin as _;
use suda::model::Part;
use suda::store::libraries;

/// Id, stage and title of every scenario, in the order of a sale.
const SCENARIOS: [(&str, &str, &str); 80] = [
    ("presale.greeting", "售前", "欢迎光临"),
    ("presale.wait", "售前", "请稍等"),
    ("presale.slow_reply", "售前", "回复慢致歉"),
    ("presale.how_to_buy", "售前", "下单流程"),
    ("presale.stock", "售前", "有货吗"),
    ("presale.restock", "售前", "缺货到货时间"),
    ("presale.recommend", "售前", "商品推荐"),
    ("presale.size", "售前", "尺码推荐"),
    ("presale.colour_choice", "售前", "颜色选择"),
    ("presale.colour_difference", "售前", "色差问题"),
    ("presale.fading", "售前", "褪色问题"),
    ("presale.material", "售前", "材质面料"),
    ("presale.quality", "售前", "质量担心"),
    ("presale.authentic", "售前", "正品保证"),
    ("presale.why_cheap", "售前", "为什么便宜"),
    ("presale.too_expensive", "售前", "太贵了"),
    ("presale.bargain", "售前", "议价"),
    ("presale.other_shop_cheaper", "售前", "别家更便宜"),
    ("presale.discount", "售前", "优惠活动"),
    ("presale.gift", "售前", "赠品"),
    ("presale.free_shipping", "售前", "包邮吗"),
    ("presale.remote_shipping", "售前", "偏远地区运费"),
    ("presale.which_courier", "售前", "发什么快递"),
    ("presale.choose_courier", "售前", "指定快递"),
    ("presale.when_ship", "售前", "什么时候发货"),
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
    ("insale.change_order", "售中", "修改尺码颜色"),
    ("insale.order_note", "售中", "订单备注"),
    ("insale.merge_orders", "售中", "合并发货"),
    ("insale.urge_shipping", "售中", "催发货"),
    ("insale.weekend_order", "售中", "周末订单说明"),
    ("insale.shipped", "售中", "发货通知"),
    ("insale.cancel", "售中", "取消订单"),
    ("insale.goodbye", "售中", "礼貌道别"),
    ("aftersale.where_is_it", "售后", "查物流"),
    ("aftersale.tracking_stuck", "售后", "物流不更新"),
    ("aftersale.signed_not_received", "售后", "显示签收未收到"),
    ("aftersale.pickup_station", "售后", "驿站取件"),
    ("aftersale.wrong_item", "售后", "发错货"),
    ("aftersale.missing_item", "售后", "少件漏发"),
    ("aftersale.damaged", "售后", "包裹破损"),
    ("aftersale.defect", "售后", "质量问题"),
    ("aftersale.not_as_described", "售后", "描述不符"),
    ("aftersale.wrong_fit", "售后", "尺码不合适"),
    ("aftersale.exchange", "售后", "换货流程"),
    ("aftersale.return_steps", "售后", "退货流程"),
    ("aftersale.refund_only", "售后", "仅退款"),
    ("aftersale.refund_progress", "售后", "退款进度"),
    ("aftersale.refund_not_received", "售后", "未收到货退款"),
    ("aftersale.reject_parcel", "售后", "拒收拦截"),
    ("aftersale.complaint", "售后", "投诉安抚"),
    ("aftersale.compensation", "售后", "补偿方案"),
    ("aftersale.price_drop", "售后", "降价补差"),
    ("aftersale.bad_review", "售后", "中差评沟通"),
    ("aftersale.review_explanation", "售后", "评价解释"),
    ("aftersale.good_review", "售后", "好评感谢"),
    ("aftersale.ask_review", "售后", "邀请评价"),
    ("aftersale.care", "售后", "洗涤保养"),
    ("aftersale.follow_up", "售后", "售后跟进"),
    ("proactive.sold_out_alternative", "主动营销", "缺货替代推荐"),
    ("proactive.hesitating", "主动营销", "犹豫促单"),
    ("proactive.cross_sell", "主动营销", "关联推荐"),
    ("proactive.follow_up_intent", "主动营销", "意向回访"),
    ("proactive.returning_customer", "主动营销", "老客户关怀"),
    ("proactive.cutoff", "主动营销", "截单提醒"),
    ("proactive.favourite_shop", "主动营销", "收藏店铺"),
];

#[test]
fn every_scenario_has_its_reply_with_its_exact_title() {
    let pack = libraries::starter();
    let found: Vec<_> = pack
        .replies
        .iter()
        .map(|reply| (reply.scenario.as_deref().unwrap_or_default(), reply.stage(), reply.title.as_str()))
        .collect();
    assert_eq!(found, SCENARIOS);
}

#[test]
fn every_code_is_the_initials_of_the_title_and_there_once() {
    let pack = libraries::starter();
    let mut codes = BTreeSet::new();
    for reply in &pack.replies {
        // 便宜 is read pián yi; the table of readings knows each hanzi by itself.
        let initials: String = reply.title.replace('便', "p").chars().filter_map(initial).take(4).collect();
        assert_eq!(reply.code.as_deref(), Some(initials.as_str()), "{}", reply.title);
        assert!(codes.insert(initials));
    }
}

fn initial(c: char) -> Option<char> {
    let letter = c.to_pinyin().and_then(|reading| reading.first_letter().chars().next());
    letter.or_else(|| c.is_ascii_lowercase().then_some(c))
}

#[test]
fn every_reply_has_two_questions_of_its_own_and_messages_that_fit_a_chat() {
    let pack = libraries::starter();
    let mut asks = BTreeSet::new();
    for reply in &pack.replies {
        assert!(reply.asks.len() >= 2 && !reply.variants.is_empty(), "{}", reply.title);
        for ask in &reply.asks {
            assert!(asks.insert(ask), "{ask} is asked twice");
        }
        for part in reply.variants.iter().flat_map(|variant| &variant.parts) {
            let Part::Text(text) = part else { panic!("{} has an image", reply.title) };
            assert!(text.chars().count() <= 120, "{text}");
        }
    }
}
