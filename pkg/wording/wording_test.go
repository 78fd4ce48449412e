package wording_test

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/wording"
)

// words are those of a language, several things parted by commas.
func words(l lang.Language) wording.Wording {
	return wording.Wording{Say: lang.New(l), List: func(items []string) string { return strings.Join(items, ",") }}
}

func TestValuesAreToldInWords(t *testing.T) {
	t.Parallel()
	note := catalogue.Text{ZH: "法定节假日", EN: "bank holidays"}
	for _, tt := range []struct {
		name   string
		say    func(w wording.Wording) string
		en, zh string
	}{
		{"no hours", func(w wording.Wording) string { return w.Hours(nil) }, "", ""},
		{"a preset", func(w wording.Wording) string { return w.Hours(&catalogue.Hours{Preset: "7x24"}) }, "7x24", "7×24"},
		{"hours of one's own", func(w wording.Wording) string {
			return w.Hours(&catalogue.Hours{Preset: "custom", Days: []catalogue.Weekday{"mon", "sat"}, From: "08:30", To: "17:30", TZ: "Asia/Shanghai", Holidays: "excluded", Note: note})
		}, "mon,sat 08:30–17:30 (not on public holidays; Asia/Shanghai; bank holidays)", "周一,周六 08:30–17:30（法定节假日除外；Asia/Shanghai；法定节假日）"},
		{"no frequency", func(w wording.Wording) string { return w.Frequency(nil) }, "", ""},
		{"once a month", func(w wording.Wording) string { return w.Frequency(&catalogue.Frequency{Unit: "month"}) }, "1 per month", "每月 1 次"},
		{"twice in two weeks", func(w wording.Wording) string { return w.Frequency(&catalogue.Frequency{Unit: "two_weeks", Times: 2}) }, "2 per two weeks", "每两周 2 次"},
		{"on demand", func(w wording.Wording) string {
			return w.Frequency(&catalogue.Frequency{Unit: "on_demand", Note: note})
		}, "on demand (bank holidays)", "按需（法定节假日）"},
		{"a percentage", func(w wording.Wording) string {
			return w.Level(catalogue.Level{Metric: "availability", Op: ">=", Value: 99.95, Unit: "percent", Window: "month"})
		}, "availability: at least 99.95 % (measured by the month)", "可用率：不低于 99.95%（按月统计）"},
		{"a time", func(w wording.Wording) string {
			return w.Level(catalogue.Level{Metric: "response_time", Priority: "P1", Op: "<=", Value: 30, Unit: "minute", Clock: "calendar"})
		}, "response time P1: at most 30 minutes (calendar time)", "响应时间 P1：不超过 30 分钟（自然时间）"},
		{"one hour", func(w wording.Wording) string {
			return w.Level(catalogue.Level{Metric: "rto", Op: "<=", Value: 1, Unit: "hour", Clock: catalogue.ServiceHours})
		}, "recovery time objective (RTO): at most 1 hour (within the hours of service)", "恢复时间目标（RTO）：不超过 1 小时（服务时间内）"},
		{"a metric of one's own", func(w wording.Wording) string {
			return w.Level(catalogue.Level{Metric: "custom", Name: note, Op: "==", Value: 2, Unit: "count"})
		}, "bank holidays: exactly 2 times", "法定节假日：等于 2 次"},
		{"days", func(w wording.Wording) string { return w.Target(catalogue.Level{Op: "<=", Value: 5, Unit: "day"}) }, "at most 5 days", "不超过 5 天"},
		{"a deliverable", func(w wording.Wording) string {
			return w.Deliverable(catalogue.Deliverable{Name: note, Form: catalogue.Text{Plain: "PDF"}})
		}, "bank holidays (PDF)", "法定节假日（PDF）"},
		{"a contact", func(w wording.Wording) string {
			return w.Contact(catalogue.Contact{Name: note, Phone: "400", Email: "a@b.example", Role: note})
		}, "bank holidays  400  a@b.example (bank holidays)", "法定节假日  400  a@b.example（法定节假日）"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for l, want := range map[lang.Language]string{lang.English: tt.en, lang.Chinese: tt.zh} {
				if got := tt.say(words(l)); got != want {
					t.Errorf("%s: got %q, want %q", l, got, want)
				}
			}
		})
	}
}

func TestBracketed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, en, zh string
		added        []string
	}{
		{"a", "a", "a", nil},
		{"a", "a", "a", []string{"", ""}},
		{"a", "a (b; c)", "a（b；c）", []string{"b", "", "c"}},
		{"", "b; c", "b；c", []string{"b", "c"}},
	} {
		for l, want := range map[lang.Language]string{lang.English: tt.en, lang.Chinese: tt.zh} {
			if got := words(l).Bracketed(tt.text, tt.added...); got != want {
				t.Errorf("%s: got %q, want %q", l, got, want)
			}
		}
	}
}

func TestALineBegins(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"": "", "id": "Id", "été": "Été", "编号": "编号"} {
		if got := wording.Begun(word); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The measures of the sample services have names, too.
func TestMeasuresOfTheSampleAreNamed(t *testing.T) {
	t.Parallel()
	for metric, want := range map[catalogue.Metric][2]string{
		"answer_rate_20s":  {"calls answered within 20 seconds", "20 秒内接听率"},
		"false_alarm_rate": {"false alarm rate", "误报率"},
	} {
		l := catalogue.Level{Metric: metric}
		if en, zh := words(lang.English).Metric(l), words(lang.Chinese).Metric(l); en != want[0] || zh != want[1] {
			t.Errorf("%s: got %q and %q", metric, en, zh)
		}
	}
}
