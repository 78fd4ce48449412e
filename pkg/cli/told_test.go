package cli

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

func TestToldInWords(t *testing.T) {
	t.Parallel()
	note := catalogue.Text{ZH: "法定节假日", EN: "bank holidays"}
	for _, tt := range []struct {
		name   string
		say    func(a *app) string
		en, zh string
	}{
		{"no hours", func(a *app) string { return a.hours(nil) }, "", ""},
		{"a preset", func(a *app) string { return a.hours(&catalogue.Hours{Preset: "7x24"}) }, "7x24", "7×24"},
		{"hours of one's own", func(a *app) string {
			return a.hours(&catalogue.Hours{Preset: "custom", Days: []catalogue.Weekday{"mon", "sat"}, From: "08:30", To: "17:30", TZ: "Asia/Shanghai", Holidays: "excluded", Note: note})
		}, "mon,sat 08:30–17:30 (not on public holidays; Asia/Shanghai; bank holidays)", "周一,周六 08:30–17:30（法定节假日除外；Asia/Shanghai；法定节假日）"},
		{"no frequency", func(a *app) string { return a.frequency(nil) }, "", ""},
		{"once a month", func(a *app) string { return a.frequency(&catalogue.Frequency{Unit: "month"}) }, "1 per month", "每月 1 次"},
		{"twice in two weeks", func(a *app) string { return a.frequency(&catalogue.Frequency{Unit: "two_weeks", Times: 2}) }, "2 per two weeks", "每两周 2 次"},
		{"on demand", func(a *app) string { return a.frequency(&catalogue.Frequency{Unit: "on_demand", Note: note}) }, "on demand (bank holidays)", "按需（法定节假日）"},
		{"a percentage", func(a *app) string {
			return a.level(catalogue.Level{Metric: "availability", Op: ">=", Value: 99.95, Unit: "percent", Window: "month"})
		}, "availability: at least 99.95 % (measured by the month)", "可用率：不低于 99.95%（按月统计）"},
		{"a time", func(a *app) string {
			return a.level(catalogue.Level{Metric: "response_time", Priority: "P1", Op: "<=", Value: 30, Unit: "minute", Clock: "calendar"})
		}, "response time P1: at most 30 minutes (calendar time)", "响应时间 P1：不超过 30 分钟（自然时间）"},
		{"one hour", func(a *app) string {
			return a.level(catalogue.Level{Metric: "rto", Op: "<=", Value: 1, Unit: "hour", Clock: catalogue.ServiceHours})
		}, "recovery time objective (RTO): at most 1 hour (within the hours of service)", "恢复时间目标（RTO）：不超过 1 小时（服务时间内）"},
		{"a metric of one's own", func(a *app) string {
			return a.level(catalogue.Level{Metric: "custom", Name: note, Op: "==", Value: 2, Unit: "count"})
		}, "bank holidays: exactly 2 times", "法定节假日：等于 2 次"},
		{"days", func(a *app) string { return a.wording().Target(catalogue.Level{Op: "<=", Value: 5, Unit: "day"}) }, "at most 5 days", "不超过 5 天"},
		{"a deliverable", func(a *app) string {
			return a.deliverable(catalogue.Deliverable{Name: note, Form: catalogue.Text{Plain: "PDF"}})
		}, "bank holidays (PDF)", "法定节假日（PDF）"},
		{"a contact", func(a *app) string {
			return a.contact(catalogue.Contact{Name: note, Phone: "400", Email: "a@b.example", Role: note})
		}, "bank holidays  400  a@b.example (bank holidays)", "法定节假日  400  a@b.example（法定节假日）"},
		{"a gap", func(a *app) string {
			return a.gap(catalogue.Gap{Field: "/asks/0/delivery/1", Asked: "resident", Offered: "remote"})
		}, "delivery: asked resident, the catalogue has remote", "交付方式：需求为驻场，目录提供远程"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for l, want := range map[lang.Language]string{lang.English: tt.en, lang.Chinese: tt.zh} {
				if got := tt.say(&app{say: lang.New(l)}); got != want {
					t.Errorf("%s: got %q, want %q", l, got, want)
				}
			}
		})
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	if got := plainText(catalogue.Text{Plain: "云"}); got != "云" {
		t.Errorf("got %v", got)
	}
	got, ok := plainText(catalogue.Text{ZH: "云"}).(map[string]string)
	if _, en := got["en"]; !ok || en || got["zh"] != "云" {
		t.Errorf("got %v", got)
	}
}
