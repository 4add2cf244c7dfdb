//! The layouts of other tools.

use std::io::Write;

use super::{Home, preview, utf16, workbook};

const SAID: [&str; 5] = ["outcome", "title", "text", "category", "code"];

#[test]
fn qianniu_csv() {
    let found = preview(
        "短语.csv",
        "快捷短语编码,快捷短语,快捷短语分组\nfh,亲，今天就能发出,售后\n退换地址,请寄到仓库,\n",
    );
    assert_eq!((found.code, found.json["format"].as_str()), (0, Some("qianniu")));
    assert_eq!(found.json["encoding"].as_str().map(str::to_lowercase).as_deref(), Some("utf-8"));
    let rows = ["new|今天就能发出|亲，今天就能发出|售后|fh", "new|退换地址|请寄到仓库||"];
    assert_eq!(found.rows(&SAID), rows);
}

#[test]
fn qianniu_like_workbook() {
    let sheet: &[&[&str]] = &[&["快捷编码", "快捷短语", "快捷短语分组"], &["hb", "亲，满一百减十元", "活动"]];
    let found = preview("活动.xls", workbook(&[("Sheet1", sheet)]));
    assert_eq!(found.json["format"], "qianniu", "an xlsx that is called xls");
    assert_eq!(found.rows(&SAID), ["new|满一百减十元|亲，满一百减十元|活动|hb"]);
}

#[test]
fn shop_workbook() {
    let sheet: &[&[&str]] = &[
        &["登记日期", "分组", "快捷编码", "快捷短语", "是否加入团队"],
        &["2026-03-01", "物流", "kd", "我们默认发中通", "是"],
    ];
    let found = preview("登记.xlsx", workbook(&[("话术", sheet)]));
    assert_eq!(found.json["format"], "shop-workbook");
    assert_eq!(found.rows(&SAID), ["new|我们默认发中通|我们默认发中通|物流|kd"]);
}

#[test]
fn platform_csv_of_one_column() {
    let found = preview("平台.csv", "快捷短语内容（必填）\n亲，在的\n\"第一行\n第二行\"\n");
    assert_eq!(found.json["format"], "platform");
    assert_eq!(found.rows(&["row", "text"]), ["2|亲，在的", "3|第一行⏎第二行"]);
}

#[test]
fn kefubao_workbook_of_1500_rows() {
    let texts: Vec<[String; 4]> = (0..1_500)
        .map(|nth| {
            let (one, two) = (format!("大类{}", nth % 4), format!("小类{}", nth % 30));
            [one, two, format!("第{nth}题"), format!("第{nth}件商品的说明在详情页第{nth}屏")]
        })
        .collect();
    let header = ["一级分类（必填）", "二级分类（选填）", "话术标题（选填）", "话术内容（必填）"];
    let rows: Vec<Vec<&str>> = std::iter::once(header.to_vec())
        .chain(texts.iter().map(|row| row.iter().map(String::as_str).collect()))
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let found = preview("客服宝.xlsx", workbook(&[("Sheet1", &rows)]));
    assert_eq!(found.json["format"], "kefubao");
    assert_eq!(found.sheets(), ["Sheet1|1501|1500"]);
    assert_eq!(found.rows(&SAID)[7], "new|第7题|第7件商品的说明在详情页第7屏|大类3/小类7|");
}

#[test]
fn questions_and_answers() {
    let found = preview("问答.csv", "问题,答案\n会起球吗,亲，不会起球\n会起球吗,精梳棉，不易起球\n");
    assert_eq!(found.json["format"], "qa");
    let rows = ["new|会起球吗|亲，不会起球", "new|会起球吗|精梳棉，不易起球"];
    assert_eq!(found.rows(&["outcome", "title", "text"]), rows);
    let found = preview("产品.csv", "产品,问题,回答,话术\n水壶,能放茶叶吗,能放,亲，可以泡茶的\n");
    assert_eq!(found.rows(&SAID), ["new|能放茶叶吗|能放|水壶|"]);
    let found = preview("型号.csv", "产品型号,问题,答案\nA1,多重,两公斤\n");
    assert_eq!(found.rows(&SAID), ["new|多重|两公斤|A1|"]);
}

#[test]
fn espanso_package() {
    let home = Home::new();
    home.write(
        "包/_manifest.yml",
        "name: shop\ntitle: 店\ndescription: 话术\nversion: 0.1.0\nauthor: 我\ntags: []\n",
    );
    let matches = r#"matches:
  - trigger: ":fh"
    label: 发货
    replace: "亲，发{{kd}}，{{day}}到"
    search_terms: [快递]
    vars:
      - { name: kd, type: choice, params: { values: [中通, 圆通] } }
      - { name: day, type: date, params: { format: "%m月%d日", offset: 86400 } }
  - triggers: [":a", ":b"]
    form: "订单 [[单]]，{收}"
    form_fields: { 单: { default: 待查 } }
  - regex: "x(?P<n>.*)"
    replace: "{{out}}好的"
    vars: [{ name: out, type: shell, params: { cmd: date } }]
"#;
    home.write("包/package.yml", matches);
    let found = home.import(&["包", "--dry-run"]);
    assert_eq!(found.json["format"], "espanso");
    let texts = found.rows(&["text"]);
    assert_eq!(texts[0], "亲，发{kd|中通|圆通}，{日期+1=MM月dd日}到");
    assert_eq!(texts[1], "订单 {单:待查}，{{收}}");
    assert!(found.lost().len() >= 2, "the command and the expression: {}", found.json["lost"]);
    home.import(&["包"]);
    let shown = home.suda(&["render", "fh"]);
    assert!(!String::from_utf8_lossy(&shown.stdout).contains("{{"));
}

#[test]
fn beeftext_json() {
    let json = r#"{"fileFormatVersion": 10, "groups": [{"uuid": "g", "name": "售后"}], "combos": [
        {"uuid": "1", "name": "", "keyword": "mc/account/refund", "snippet": "退款三天内到账", "enabled": true, "group": ""},
        {"uuid": "2", "name": "地址", "keyword": "dz", "snippet": "寄给#{input:收件人}，#{clipboard}", "enabled": true, "group": "g"}]}"#;
    let found = preview("combos.json", json);
    assert_eq!(found.json["format"], "beeftext");
    let rows = found.rows(&SAID);
    assert!(rows[0].contains("|退款三天内到账|mc/account"), "{rows:?}");
    assert_eq!(rows[1], "new|地址|寄给{收件人}，{剪贴板}|售后|dz");
    assert_eq!(found.fields(), ["收件人|#{input:收件人}"]);
}

#[test]
fn quicktext_folder() {
    let home = Home::new();
    home.write(
        "qt/index.json",
        r#"{"schemaVersion": 1, "categories": [{"name": "售前", "file": "a.json", "color": "red"}]}"#,
    );
    home.write(
        "qt/a.json",
        r#"[{"id": "1", "name": "问好", "abbr": "wh", "body": "{姓名:亲}，{尺码|大|小}，{日期+7=M月d日}", "useVariables": true}]"#,
    );
    let found = home.import(&["qt", "--dry-run"]);
    assert_eq!(found.json["format"], "quicktext");
    assert_eq!(found.rows(&SAID), ["new|问好|{姓名:亲}，{尺码|大|小}，{日期+7=M月d日}|售前|wh"]);
}

#[test]
fn textexpander_csv() {
    let csv = ";hi,您好%filltext:name=姓名:default=亲%，%fillpopup:name=尺码:大:小%,问好\n;tk,\"退款\\\"三天\\\"到\"\n";
    let found = preview("客服.csv", csv);
    assert_eq!(found.json["format"], "textexpander-csv");
    let rows = found.rows(&["title", "text", "category"]);
    assert_eq!(rows[0], "问好|您好{姓名:亲}，{尺码|大|小}|客服");
    assert!(rows[1].contains("退款\"三天\"到"), "{rows:?}");
}

#[test]
fn textexpander_plist_with_a_script() {
    let plist = r#"<?xml version="1.0"?><plist version="1.0"><dict><key>snippetsTE2</key><array>
        <dict><key>abbreviation</key><string>;dz</string><key>label</key><string>地址</string><key>plainText</key><string>%fillpopup:name=仓:东:default=西%仓</string><key>snippetType</key><integer>0</integer></dict>
        <dict><key>abbreviation</key><string>;sh</string><key>label</key><string>命令</string><key>plainText</key><string>echo hi</string><key>snippetType</key><integer>3</integer></dict>
        </array></dict></plist>"#;
    let found = preview("组.textexpander", plist);
    assert_eq!(found.json["format"], "textexpander");
    assert_eq!(found.rows(&["title", "text"])[0], "地址|{仓:西|东|西}仓");
    assert_eq!(found.lost(), [2]);
}

#[test]
fn raycast_json() {
    let found = preview(
        "raycast.json",
        r#"[{"name": "谢谢", "text": "谢谢亲 {clipboard}", "keyword": "xx"}, {"name": "无词", "text": "好"}]"#,
    );
    assert_eq!(found.json["format"], "raycast");
    assert_eq!(found.rows(&SAID), ["new|谢谢|谢谢亲 {剪贴板}||xx", "new|无词|好||"]);
}

#[test]
fn alfred_archive() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("到货 [U1].json", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(
        r#"{"alfredsnippet": {"snippet": "亲，已到货", "uid": "U1", "keyword": "dh", "name": "到货"}}"#
            .as_bytes(),
    )
    .unwrap();
    let found = preview("店.alfredsnippets", zip.finish().unwrap().into_inner());
    assert_eq!(found.json["format"], "alfred");
    assert_eq!(found.rows(&["title", "text", "code"]), ["到货|亲，已到货|dh"]);
}

#[test]
fn chatwoot_json() {
    let found = preview("cw.json", r#"[{"short_code": "hi", "content": "您好，在的"}]"#);
    assert_eq!(found.json["format"], "chatwoot");
    assert_eq!(found.rows(&["text", "code"]), ["您好，在的|hi"]);
}

#[test]
fn sogou_phrases_in_both_orders() {
    let found = preview("搜狗.ini", utf16("; 自定义短语\ndz,1=浙江省=某市;某路\n第二行\nfh,2=今天发\n"));
    assert_eq!(found.json["format"], "sogou");
    assert_eq!(found.json["encoding"].as_str().map(str::to_lowercase).as_deref(), Some("utf-16le"));
    assert_eq!(found.rows(&["text", "code"]), ["浙江省=某市;某路⏎第二行|dz", "今天发|fh"]);
    let found = preview("搜狗.ini", utf16("dz=1,浙江省某市\nfh=2,今天发\n"));
    assert_eq!(found.rows(&["text", "code"]), ["浙江省某市|dz", "今天发|fh"]);
}
