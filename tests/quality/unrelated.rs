//! Replies of other trades, made by a fixed rule, to see whether a big library hides the right answer.

use suda::model::{Message, Pack, Reply, Wording};

const PLACES: [&str; 20] = [
    "酒店",
    "餐厅",
    "健身房",
    "银行网点",
    "图书馆",
    "停车场",
    "幼儿园",
    "医院",
    "驾校",
    "物业",
    "宠物店",
    "理发店",
    "影院",
    "民宿",
    "培训班",
    "游泳馆",
    "博物馆",
    "装修公司",
    "家政公司",
    "旅行社",
];
const THINGS: [&str; 25] = [
    "预约",
    "会员卡",
    "课程表",
    "包间",
    "押金",
    "早餐",
    "停车费",
    "接送",
    "疫苗",
    "学费",
    "教练",
    "门票",
    "讲解",
    "钥匙",
    "热水",
    "空调",
    "电梯",
    "座位",
    "菜单",
    "餐具",
    "试听",
    "体检",
    "挂号",
    "签证",
    "保险",
];
const QUESTIONS: [&str; 10] = [
    "怎么办理",
    "几点开放",
    "在哪里",
    "要提前多久约",
    "坏了找谁",
    "能转给别人吗",
    "小孩有没有优惠",
    "需要带什么证件",
    "可以延期吗",
    "今天还有吗",
];

fn pick(words: &[&'static str], nth: usize) -> &'static str {
    words.iter().cycle().nth(nth % words.len()).copied().unwrap_or_default()
}

/// So many replies, every one with a sample question of its own.
pub(crate) fn pack(count: usize) -> Pack {
    let reply = |nth: usize| {
        let place = pick(&PLACES, nth);
        let thing = pick(&THINGS, nth / 3);
        let question = pick(&QUESTIONS, nth / 7);
        Reply {
            id: format!("other-{nth}"),
            title: format!("{place}{thing}{}", nth / 500 + 1),
            category: format!("其他/{place}"),
            questions: vec![format!("{place}的{thing}{question}")],
            wordings: vec![Wording {
                messages: vec![Message::Text(format!(
                    "您好，{place}的{thing}请到前台咨询，我们会有专人为您安排，感谢您的支持。"
                ))],
                ..Wording::default()
            }],
            ..Reply::default()
        }
    };
    Pack { id: "other".into(), replies: (0..count).map(reply).collect(), ..Pack::default() }
}
