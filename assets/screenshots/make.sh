#!/usr/bin/env bash
# Makes the pictures of the README from the real program, on a desktop of its own.
# Needs: apt-get install xvfb openbox xdotool xclip imagemagick; and `cargo build --release`.
set -euo pipefail
cd "$(dirname "$0")"
suda=$PWD/../../target/release/suda
here=$PWD
private=$(mktemp -d)
server=
cleanup() {
    "$suda" quit > /dev/null 2>&1 || true
    [ -z "$server" ] || kill "$server"
    rm -rf "$private"
}
trap cleanup EXIT

exec 3< <(Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp 2> /dev/null & echo $! > "$private/server"; wait)
read -r number <&3
server=$(cat "$private/server")
export DISPLAY=:$number HOME=$private LC_ALL=C.UTF-8
export XDG_DATA_HOME=$private/data XDG_CONFIG_HOME=$private/config XDG_RUNTIME_DIR=$private/run
openbox --sm-disable > /dev/null 2>&1 &
sleep 0.5
mkdir -p "$XDG_DATA_HOME/suda" "$XDG_CONFIG_HOME/suda" "$XDG_RUNTIME_DIR"
cat > "$XDG_DATA_HOME/suda/replies.ron" << 'RON'
(
    name: "木棉女装",
    tables: [
        (
            name: "尺码表",
            inputs: ["身高", "体重"],
            outputs: ["尺码"],
            rows: [["150-158", "80-95斤", "S"], ["156-164", "96-110斤", "M"], ["160-170", "≤65kg", "L"]],
        ),
    ],
    replies: [
        (
            id: "own.size",
            title: "身高体重选尺码",
            stage: "售前/商品",
            code: "sgtz",
            parts: [
                "亲，谢谢您告诉我身高体重。",
                "按您说的{身高}、{体重}，这款建议您拍 {尺码} 码，{日期}下单由{快递:申通|申通|顺丰}发出。",
                (image: "size-table.png"),
            ],
            note: "先问平时穿的尺码，再看尺码表。",
        ),
        (
            id: "own.urge",
            title: "催1",
            stage: "售中/发货",
            text: "亲，非常抱歉让您久等了，您的订单还没有发货，我马上去催仓库，一有结果就告诉您。",
        ),
        (
            id: "own.promise",
            title: "催付款的旧话术",
            stage: "售中/付款",
            code: "cfjh",
            text: "亲，您眼光真好，但是这款已经是全网最低价了，现在付款保证三天内到，加微信 8866 返您 5 元。",
        ),
        (
            id: "own.exchange",
            title: "换货怎么寄",
            stage: "售后/换货",
            code: "hhjh",
            text: "亲，吊牌和赠品一起放好，把寄回的单号填上就行，仓库验收好，新的就给您发出来。",
        ),
    ],
)
RON

convert -size 360x150 xc:white -fill '#0c7a5f' -pointsize 22 -gravity center -annotate 0 'S  150-158  80-95\nM  156-164  96-110\nL  160-170  111-130' \
    "$XDG_DATA_HOME/suda/size-table.png"

# start THEME [MORE SETTINGS]: the program, hidden, with its first start seen.
start() {
    printf '(theme: "%s")' "$1" > "$XDG_CONFIG_HOME/suda/settings.ron"
    printf '(shops: [{"店铺名": "木棉女装旗舰店", "行业": "服装", "发货地": "杭州"}])' > "$XDG_CONFIG_HOME/suda/shops.ron"
    "$suda" --hidden 2> /dev/null &
    until "$suda" toggle > /dev/null 2>&1; do sleep 0.1; done
    popup
    xdotool key Escape
    sleep 0.5
}

popup() {
    until xdotool search --onlyvisible --class '^suda$' > /dev/null; do sleep 0.05; done
    sleep 0.5
}

# picture NAME: the popup as it is now.
picture() {
    sleep 0.5
    import -window "$(xdotool search --onlyvisible --class '^suda$' | head -n 1)" "$here/$1.png"
}

open_and_type() {
    xdotool key ctrl+alt+space
    popup
    [ -z "$1" ] || xdotool type --delay 30 "$1"
}

close() {
    xdotool key Escape Escape Escape
    sleep 0.5
}

"$suda" 2> /dev/null &
popup
picture first-start
xdotool key ctrl+q
sleep 0.5
touch "$XDG_DATA_HOME/suda/first-start-seen"

start light
open_and_type fahuo
picture light
close
open_and_type zzqq
picture empty
close
printf '亲，在吗\n我前天买的怎么还没发货呀，急用，订单3214567890126789' | xclip -selection clipboard
open_and_type ''
xdotool key ctrl+v
picture message
xdotool key ctrl+m
picture keep
close
printf '我1米6，一百零五斤\n订单号：3214567890126789 电话13800000000' | xclip -selection clipboard
open_and_type sgtz
picture offers
xdotool key ctrl+t
sleep 0.5
xdotool key Return
sleep 0.7
picture bar
xdotool key --delay 60 ctrl+alt+space ctrl+alt+space
sleep 0.5
xdotool key Escape
"$suda" quit
sleep 0.5
start light
printf '我1米6，一百零五斤\n订单号：3214567890126789 电话13800000000' | xclip -selection clipboard
open_and_type sgtz
xdotool key ctrl+t
sleep 0.3
xdotool key ctrl+Return
sleep 0.7
printf '订单号：7770000000000001 怎么还没发货' | xclip -selection clipboard
open_and_type sgtz
picture buyer
close
"$suda" quit
sleep 0.5

start light
open_and_type cfjh
picture findings
close
"$suda" quit
sleep 0.5

start dark
open_and_type tk
xdotool key Down
picture dark
close
open_and_type sgtz
xdotool key Return
xdotool type --delay 30 '1.6'
xdotool key Tab
xdotool type --delay 30 '52 kg'
picture form
close
"$suda" quit
sleep 0.5

# The editor is a program of its own.
for theme in light dark; do
    printf '(theme: "%s")' "$theme" > "$XDG_CONFIG_HOME/suda/settings.ron"
    "$suda" edit own.size 2> /dev/null &
    editor=$!
    popup
    sleep 1
    if [ "$theme" = light ]; then
        xdotool key Return Tab Tab Tab Tab Tab
        sleep 0.3
        import -window "$(xdotool search --onlyvisible --class '^suda$' | head -n 1)" "$here/editor.png"
    else
        # The last pages of the tree: look-up tables, forbidden words, rules, examples, backups.
        xdotool key Left End Up Up Up Up
        sleep 0.5
        import -window "$(xdotool search --onlyvisible --class '^suda$' | head -n 1)" "$here/tables.png"
    fi
    kill "$editor"
    wait "$editor" || true
done

printf '(theme: "light")' > "$XDG_CONFIG_HOME/suda/settings.ron"
"$suda" edit own.exchange 2> /dev/null &
editor=$!
popup
sleep 1
xdotool key Return Tab Tab Tab Tab Tab
picture hint
kill "$editor"
wait "$editor" || true

cat > "$private/my-phrases.csv" << 'CSV'
一级分类（必填）,二级分类（选填）,话术标题（选填）,话术内容（必填）
售前,尺码,报身高体重,亲，您报一下身高体重，我帮您看穿哪个码
售前,尺码,偏大偏小,这款版型正常，，按平时穿的拍就可以
售中,发货,催发货,您好，您旳订单【变量】已经在催仓库了
售中,发货,催发货,您好，仓库正在打包，今天会交给快递
售后,退换,退货地址,退货请寄到XX仓库，包裹里放一张写着订单号的纸条
售后,退换,空着的,
售后,安抚,道歉,让您费心了，我马上处理
CSV
"$suda" edit 2> /dev/null &
editor=$!
popup
sleep 1
# The page of imports, its field for a path.
xdotool key Left End Up Up Up Up Up Up Up
sleep 0.3
xdotool key F6 F6
sleep 0.3
xdotool type --delay 10 "$private/my-phrases.csv"
xdotool key Return
sleep 1
picture import
kill "$editor"
wait "$editor" || true
