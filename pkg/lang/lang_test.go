package lang_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		settings []string
		want     lang.Language
	}{
		{nil, lang.English},
		{[]string{"", "", "zh_CN.UTF-8"}, lang.Chinese},
		{[]string{"en", "zh_CN.UTF-8"}, lang.English},
		{[]string{"ZH-Hant"}, lang.Chinese},
		{[]string{"C", "zh"}, lang.English},
		{[]string{"", "de_DE"}, lang.English},
	} {
		if got := lang.Detect(c.settings...); got != c.want {
			t.Errorf("%q: got %s, want %s", c.settings, got, c.want)
		}
	}
}

// parts are labels joined by the language.
type parts []any

func (p parts) Parts() []any { return p }

// names are joined by themselves.
type names struct{}

func (names) In(l string) string { return "names in " + l }

func TestSentences(t *testing.T) {
	t.Parallel()
	lead := catalogue.Text{ZH: "运维主管", EN: "ops lead"}
	fault := &finding.Fault{Message: finding.Say("needs a reason")}
	for _, c := range []struct {
		said   finding.Sentence
		en, zh string
	}{
		{finding.Sentence{}, "", ""},
		{finding.Say("needs a reason"), "needs a reason", "需要理由"},
		{finding.Say("%s days ago", 2026), "2026 days ago", "2026 天前"},
		{finding.Say("needs the %s", lead), "needs the ops lead", "需由运维主管来做"},
		{finding.Say("needs the %s", parts{lead, finding.Sentence{Format: "requester"}, "x", 7}), "needs the ops lead or requester or x or 7", "需由运维主管或提出人本人或 x 或 7 来做"},
		{finding.Say("needs the %s", names{}), "needs the names in en", "需由 names in zh 来做"},
		{finding.Say("%s: %s", "f", finding.Say("needs a text")), "f: needs a text", "f：需要正文"},
		{finding.Say("%s cannot be empty", catalogue.Word("raised_on")), "date it was raised cannot be empty", "提出日期不能为空"},
		{finding.Say("%s cannot be empty", catalogue.Word("own_field")), "own_field cannot be empty", "own_field 不能为空"},
		{finding.Say("needs the %s", finding.Say("%s", "DBA")), "needs the DBA", "需由 DBA 来做"},
		{finding.Say("the first version is 1.0.0"), "the first version is 1.0.0", "第一个版本必须是 1.0.0"},
		{finding.Say("the version before is %s, not %s", catalogue.Version{Major: 1}, catalogue.Version{Major: 2}), "the version before is 1.0.0, not 2.0.0", "前一版本是 1.0.0，而不是 2.0.0"},
		{finding.Say("error: %s", fault), "error: needs a reason", "错误：需要理由"},
		{finding.Say("error: %s", fmt.Errorf("read: %w", fault)), "error: needs a reason", "错误：需要理由"},
		{finding.Sentence{Format: "error: %s", Args: []any{errors.New("disk full")}}, "error: disk full", "错误：disk full"},
		{finding.Say("there is no time zone %q", "Mars"), `there is no time zone "Mars"`, `没有时区 "Mars"`},
		{finding.Say("no majority: %s of %s votes are for the results as recorded", 1, 3), "no majority: 1 of 3 votes are for the results as recorded", "未达到通过比例：3 票中有 1 票赞成所记录的结果"},
		{finding.Say("needs the %s", "Zhang Wei"), "needs the Zhang Wei", "需由 Zhang Wei 来做"},
		{finding.Say("needs the %s", "张伟"), "needs the 张伟", "需由张伟来做"},
		{finding.Say("good: %s entries, %s versions, %s other commits, all by the procedure", 1, 1, 1), "good: 1 entry, 1 version, 1 other commit, all by the procedure", "核验通过：1 个条目、1 个版本、1 个其他提交，全部符合程序"},
		{finding.Say("passed over, for want of a schema: %s files", 1), "passed over, for want of a schema: 1 file", "有 1 个文件没有写明模式，已略过"},
		{finding.Say("%s days ago", 1), "1 day ago", "1 天前"},
		{finding.Say("%s is 99%% done in %s days.", "it", 1), "it is 99% done in 1 day.", "it is 99% done in 1 days."},
		{finding.Say("no quorum: %s of those who decide were present, %s are needed", 1, 1), "no quorum: 1 of those who decide were present, 1 is needed", "未达到法定人数：有表决权的到会 1 人，需要 1 人"},
		{finding.Say("attendance and votes in %s meetings are what their recorders signed, not signatures of the voters", 1), "attendance and votes in 1 meeting are what their recorders signed, not signatures of the voters", "1 次会议的出席和表决由记录人签名证明，并非表决人本人签名"},
		{finding.Say("%s stands for %s", "张伟", "李娜"), "张伟 stands for 李娜", "张伟代表的是李娜"},
		{finding.Say("%s stands for %s", "a", "2026年"), "a stands for 2026年", "a 代表的是 2026年"},
		{finding.Say("%s%s", "a", finding.Say("%s days ago", 3)), "a3 days ago", "a3 天前"},
		{finding.Say("100% of %"), "100% of %", "100% of %"},
		{finding.Say("%s is 99%% done", "it"), "it is 99% done", "it is 99% done"},
		{finding.Say("error: %s", "50% %s %d"), "error: 50% %s %d", "错误：50% %s %d"},
		{finding.Say("nobody has said %s before", "this"), "nobody has said this before", "nobody has said this before"},
	} {
		if got := lang.New(lang.English).Say(c.said); got != c.en {
			t.Errorf("got %q, want %q", got, c.en)
		}
		if got := lang.New(lang.Chinese).Say(c.said); got != c.zh {
			t.Errorf("got %q, want %q", got, c.zh)
		}
	}
}

func TestWordsAndValues(t *testing.T) {
	t.Parallel()
	en, zh := lang.New(lang.English), lang.New(lang.Chinese)
	if got := en.Word("half_year") + " " + zh.Word("half_year") + " " + zh.Word("held by the organisation"); got != "half a year 半年 held by the organisation" {
		t.Errorf("got %q", got)
	}
	if en.Language() != lang.English || zh.Language() != lang.Chinese {
		t.Error("a printer does not know its language")
	}
	now := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for _, v := range []any{now, 7, "approve", nil, true} {
		if got := zh.Value(v); got != v {
			t.Errorf("got %v, want %v", got, v)
		}
	}
	if got := zh.Value(catalogue.Version{Major: 2}); got != "2.0.0" {
		t.Errorf("got %v", got)
	}
}
