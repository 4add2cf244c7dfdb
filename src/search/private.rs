//! What a buyer's message gives away about the buyer, taken out before the message is kept.

use std::sync::LazyLock;

use regex::Regex;

/// The usual surnames.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常傅皮卞齐康伍余元顾孟黄穆萧尹姚邵湛汪祁毛禹狄贝明臧戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁邓郁单杭洪包诸左石崔龚程嵇邢裴陆荣翁荀甄曲封储靳段富焦侯宓全班宫宁仇甘厉祖武符刘景詹龙叶幸司黎蒲卓屠乔阴闻党翟谭劳冉雍桑桂牛寿边扈燕冀尚温庄晏瞿阎习艾容古易廖耿满匡文寇广欧利蔚越隆师巩聂晁敖冷辛简饶曾关查游肖闫付";

/// Characters that do not go on a name: "我叫张三怎么…".
const NOT_IN_NAMES: &str =
    "能帮把给啊呀哦嘛呢吧哈的怎为在买想请是订今昨我你您电手地和跟要不没有这那什好可以已收还";

/// What is taken out; of a match with a group, the group.
static PRIVATE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let more = format!(r"[\p{{Han}}--[{NOT_IN_NAMES}]]");
    let name = format!(r"[{SURNAMES}][\p{{Han}}--[皮]]{more}?");
    let cue = r"(?:我叫|名字叫|名字是|名字|姓名|收件人|收货人|联系人|签收人)(?:是|叫|写)?[：:\s]*";
    let phone = r"1[3-9][0-9][-\s]?[0-9]{4}[-\s]?[0-9]{4}";
    [
        r"(?:https?://|www\.)\S+".to_owned(),
        r"[\w.+-]+@[\w-]+\.[\w.]+".to_owned(),
        r"(?:微信|威信|v信|wx|vx|qq|QQ)(?:号|id)?(?:是)?[：:\s]*[A-Za-z0-9_-]{4,}".to_owned(),
        // A name beside a phone, as in a copied address.
        format!(r"(?:^|[^\p{{Han}}])({name})[，,、：:\s]*{phone}"),
        format!(r"{phone}[，,、：:\s]*({name})(?:[^\p{{Han}}]|$)"),
        r"(?:\p{Han}{2,7}(?:省|市|自治区))+\p{Han}{0,12}(?:区|县|镇|街道|路|街|村|小区)".to_owned(),
        // Orders, parcels, phones, also in groups: 138-0013-8000.
        r"[A-Za-z]{0,4}[0-9０-９](?:[-\s]?[0-9０-９]){4,}[A-Za-z0-9]*".to_owned(),
        r"[零〇一二三四五六七八九幺]{7,}".to_owned(),
        r"[0-9０-９]+(?:号楼|号|幢|栋|单元|室)".to_owned(),
        r"[0-9０-９]{3,}(?:[.:：/年月日][0-9０-９]+)*".to_owned(),
        format!(r"{cue}\p{{Han}}{more}{{1,3}}"),
        format!(r"(?:寄给|发给|转给|转告){name}"),
        format!(r"((?:我是|本人){name})(?:[^\p{{Han}}]|$|[啊呀哦哈])"),
        format!(r"([{SURNAMES}]\p{{Han}}{{0,2}}(?:先生|女士|小姐|同学|阿姨))(?:[^款鞋装包裤衫表]|$)"),
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// Numbers that are words: campaigns, the hotline, a wholesale site.
const WORDS: [&str; 4] = ["618", "12315", "1688", "520"];

/// The message without long numbers, addresses of pages and mail, phones and names; runs of blanks are one. Short
/// numbers (7天, 双11) stay.
pub fn without_private(message: &str) -> String {
    let mut text = message.to_owned();
    for pattern in &*PRIVATE {
        let mut kept = String::with_capacity(text.len());
        let mut end = 0;
        for found in pattern.captures_iter(&text) {
            let Some(part) = found.get(1).or_else(|| found.get(0)) else { continue };
            kept.push_str(text.get(end..part.start()).unwrap_or_default());
            kept.push_str(if WORDS.contains(&part.as_str()) { part.as_str() } else { " " });
            end = part.end();
        }
        kept.push_str(text.get(end..).unwrap_or_default());
        text = kept;
    }
    let says_something = |part: &&str| part.chars().any(char::is_alphanumeric);
    let joined = text.split_whitespace().filter(says_something).collect::<Vec<_>>().join(" ");
    joined.trim_matches(|c: char| c.is_whitespace() || "，,。.:：;；、".contains(c)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_read() {
        assert_eq!(PRIVATE.len(), 14);
    }

    #[test]
    fn numbers_phones_links_and_names_are_taken_out() {
        for (message, kept) in [
            ("怎么还没发货", "怎么还没发货"),
            ("订单3214567890126789怎么还没发", "订单 怎么还没发"),
            ("SF1234567890123 到哪了", "到哪了"),
            ("我电话138-0013-8000打不通", "我电话 打不通"),
            ("１３８００１３８０００ 帮我改一下", "帮我改一下"),
            ("我叫张三，地址写错了", "地址写错了"),
            ("收件人：李小明 电话13800138000 改地址", "电话 改地址"),
            ("我叫王小红怎么查不到我的订单", "怎么查不到我的订单"),
            ("我是陈静，昨天买的", "昨天买的"),
            ("我是在你们家买的", "我是在你们家买的"),
            ("请转告刘女士取件", "请 取件"),
            ("张三，13800138000，浙江省杭州市西湖区12号3幢2单元，改这个", "改这个"),
            ("李小明 138 0013 8000 改到这个电话", "改到这个电话"),
            ("我叫王小红能不能改地址", "能不能改地址"),
            ("我是张三啊昨天买的", "啊昨天买的"),
            ("寄给王小红 电话13800138000", "电话"),
            ("我叫欧阳娜娜 快递到哪了", "快递到哪了"),
            ("收件人：丽丽，改一下", "改一下"),
            ("电话一三八零零一三八零零零", "电话"),
            ("加微信zhang_san88发我", "加 发我"),
            ("我是黄皮，穿什么颜色", "我是黄皮，穿什么颜色"),
            ("明天女士款还有吗", "明天女士款还有吗"),
            ("100 ml 有吗", "ml 有吗"),
            ("iPhone15ProMax有货吗", "iPhone15ProMax有货吗"),
            ("支持7天无理由吗", "支持7天无理由吗"),
            ("618还有活动吗", "618还有活动吗"),
            ("双11买的 价格299", "双11买的 价格"),
            ("我160的105斤穿什么码", "我 的 斤穿什么码"),
            ("看这个 https://m.tb.cn/h.abc 有货吗", "看这个 有货吗"),
            ("12345678901", ""),
        ] {
            assert_eq!(without_private(message), kept, "{message}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_added_and_no_long_number_stays(message in "[我叫收件人：张三李小红 0-9a-zA-Z，号单,-]{0,30}") {
            let kept = without_private(&message);
            proptest::prop_assert!(kept.chars().count() <= message.chars().count());
            let longest = kept.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
            proptest::prop_assert!(longest < 5 || kept.contains("12315"), "{kept}");
        }
    }
}
