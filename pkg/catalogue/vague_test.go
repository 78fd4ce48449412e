package catalogue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVague(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // joined by |
	}{
		{"", ""},
		{"备份成功率不低于99.5%，数据库故障4小时内恢复。", ""},
		{"及时响应，尽快恢复。", "及时|尽快"},
		{"适当的频度、相关人员在适当的时候到场", "适当|相关"},
		{"视情况、必要时酌情安排", "视情况|必要时|酌情"},
		{"在合理时间内尽可能迅速", "合理时间|尽可能|迅速"},
		// measures and compounds
		{"故障处理及时率不低于98%", ""},
		{"提高及时响应率", ""},
		{"提高响应的及时性", ""},
		{"故障4小时内及时恢复", ""},
		{"接到电话后半小时内尽快到场", ""},
		{"两个工作日内及时答复", ""},
		{"次日及时归档", ""},
		{"告警处理及时，无遗漏", "及时"},
		{"7x24小时及时响应", "及时"},
		{"7×24小时尽快响应", "尽快"},
		{"P1故障及时恢复", "及时"},
		{"十分及时", "及时"},
		{"一年4次，其余尽快", "尽快"},
		{"服务内容以及时间由双方约定", ""},
		{"约定地点及时间", ""},
		{"客户反馈不及时", ""},
		{"与数据库相关的故障", ""},
		{"通知各相关方", ""},
		{"利益相关者的满意度", ""},
		{"网络和相关设备", "相关"},
		{"网络与相关设备", "相关"},
		{"双方互相关心", ""},
		{"在合适时间到场", ""},
		{"不适当的操作", ""},
		// English
		{"Faults are handled in a timely manner and as soon as possible.", "timely|as soon as possible"},
		{"Appropriate staff, APPROPRIATE tools", "Appropriate"},
		{"Inappropriate use, timeliness of 95 percent", ""},
		{"timely closure of at least 99.5%", ""},
		{"promptly, within 4 hours", "promptly"},
		{"promptly within 4 hours", ""},
		{"promptly within four hours", ""},
		{"as soon\n  as possible", "as soon as possible"},
		{"a near-timely answer", ""},
		{"best efforts. Best effort, reasonable care", "best efforts|Best effort|reasonable"},
		{"ASAP处理", "ASAP"},
		{"relevant1 irrelevant", ""},
		{"1,000 desks served promptly", "promptly"},
		{"\xff timely \xff", "timely"},
	} {
		if got := strings.Join(Vague(c.text), "|"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// Every vague word is found where it stands alone, and every compound is passed over.
func TestEachVagueWord(t *testing.T) {
	for _, v := range vagueWords {
		if diff := cmp.Diff(Vague("x，"+v.word+"。"), []string{v.word}); diff != "" {
			t.Error(diff)
		}
		for _, long := range v.partOf {
			if got := Vague(long); got != nil {
				t.Errorf("%q: got %q", long, got)
			}
		}
	}
}

func FuzzVague(f *testing.F) {
	f.Add("及时响应，ASAP。\xff")
	f.Add("İ timely 7x24 as  soon as possible.")
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range Vague(text) {
			if word == "" {
				t.Errorf("%q: an empty word", text)
			}
		}
	})
}
