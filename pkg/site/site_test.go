package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/site"
	"github.com/service-catalogue/sc/pkg/wording"
)

// both are the wordings of the two languages.
func both() []wording.Wording {
	comma := func(items []string) string { return strings.Join(items, ", ") }
	return []wording.Wording{{Say: lang.New(lang.Chinese), List: comma}, {Say: lang.New(lang.English), List: comma}}
}

// made are the files of a site by their names.
func made(t testing.TB, c site.Catalogue) map[string]string {
	t.Helper()
	files := map[string]string{}
	put := func(name string, text []byte) error {
		if _, twice := files[name]; twice {
			t.Errorf("%s is written twice", name)
		}
		files[name] = string(text)
		return nil
	}
	if err := site.Write(put, c, both()...); err != nil {
		t.Fatal(err)
	}
	return files
}

// release is a version of the third number.
func release(n int) export.Release {
	return export.Release{
		Version: catalogue.Version{Major: 1, Patch: n}, PublishedAt: fmt.Sprintf("2026-03-%02dT09:00:00+08:00", n+1), PublishedBy: "张伟",
		EffectiveFrom: fmt.Sprintf("2026-03-%02d", n+1), Digest: catalogue.DigestOf([]byte{byte(n)}),
		Notes: catalogue.Text{ZH: fmt.Sprintf("第%d次发布", n+1), EN: fmt.Sprintf("Release %d", n+1)},
	}
}

// published is a catalogue with these states, the oldest first.
func published(of export.Audience, states ...[]catalogue.Entry) site.Catalogue {
	c := site.Catalogue{}
	for i, entries := range states {
		c.States = append([]site.State{{Release: release(i), Entries: entries}}, c.States...)
	}
	c.Edition = export.Edition{
		Organisation: catalogue.Text{ZH: "云脉信息", EN: "Yunmai"}, Main: lang.Chinese, Ledger: "sha256:def",
		Release: c.States[0].Release, Audience: of, Entries: c.States[0].Entries,
	}
	return c
}

// service is an entry as a real one is.
func service(n int) catalogue.Entry {
	text := func(zh, en string) catalogue.Text { return catalogue.Text{ZH: zh, EN: en} }
	return catalogue.Entry{
		ID: catalogue.ServiceID(fmt.Sprintf("svc-%04d", n)), Code: fmt.Sprintf("YW-%04d", n),
		Name:      text(fmt.Sprintf("第%d项数据库运维服务", n), fmt.Sprintf("Database operations %d", n)),
		Summary:   text("数据库的巡检、备份核查、补丁评估和故障处理。", "Inspection, backup verification, patch assessment and fault handling."),
		Objective: text("备份成功率不低于99.5%，数据库故障4小时内恢复。", "At least 99.5% of backups succeed."),
		Audience:  text("核心业务库客户", "Customers with core business databases"),
		Category:  catalogue.Categories()[n%9], Kind: "routine", Lifecycle: catalogue.Active, Visibility: catalogue.Public,
		Content:      []catalogue.Text{text("每日备份结果核查", "Daily check of backup results"), text("每月健康巡检", "Monthly health inspection"), text("故障应急处理", "Emergency handling of faults")},
		Exclusions:   []catalogue.Text{text("应用代码的开发和改写", "Writing application code")},
		Frequency:    &catalogue.Frequency{Unit: "month", Times: 1},
		Hours:        &catalogue.Hours{Preset: "7x24", TZ: "Asia/Shanghai", Note: text("故障处理全天候", "Faults around the clock")},
		Delivery:     []catalogue.Delivery{"remote", "onsite"},
		Deliverables: []catalogue.Deliverable{{Name: text("巡检报告", "Inspection report"), Form: catalogue.Text{Plain: "PDF"}, Due: text("每月5日前", "By the 5th")}},
		Levels: []catalogue.Level{
			{Metric: "availability", Op: ">=", Value: 99.9, Unit: "percent", Window: "month"},
			{Metric: "response_time", Priority: "P1", Op: "<=", Value: 30, Unit: "minute", Clock: "calendar"},
			{Metric: "resolution_time", Priority: "P1", Op: "<=", Value: 4, Unit: "hour", Clock: "service_hours"},
		},
		Contacts: []catalogue.Contact{{Name: text("服务台", "Service desk"), Phone: "400-000-0000", Email: "desk@example.com"}},
		LeadTime: text("5个工作日", "5 working days"), RequestHow: text("联系服务台", "Ask the service desk"),
	}
}

// grown are versions of a catalogue of so many services, of which each changes some.
func grown(services, versions int) [][]catalogue.Entry {
	var states [][]catalogue.Entry
	var now []catalogue.Entry
	for n := range services {
		now = append(now, service(n))
	}
	for v := range versions {
		now = append([]catalogue.Entry{}, now...)
		for n := v; v > 0 && n < services; n += 50 {
			levels := append([]catalogue.Level{}, now[n].Levels...)
			levels[1].Value--
			now[n].Levels, now[n].Workload = levels, catalogue.Text{ZH: fmt.Sprintf("每月%d人天", v)}
		}
		states = append(states, now)
	}
	return states
}

// lived is a catalogue in which everything happened that can happen to an entry.
func lived(of export.Audience) site.Catalogue {
	var before, now []catalogue.Entry
	for n := range 6 {
		before = append(before, service(n))
	}
	before[5].Name.EN, before[5].Summary.EN = "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>[a](javascript:alert(1))`
	before[5].Content = []catalogue.Text{{Plain: "javascript:alert(1) <b>"}, {ZH: "只有中文"}}
	now = append(now, before...)
	now[1].Lifecycle, now[1].ReplacedBy, now[1].SunsetOn = catalogue.Deprecated, "svc-0002", "2027-01-01"
	now[2].Lifecycle = catalogue.Ready
	now[2].Name = catalogue.Text{ZH: "桌面终端支持", EN: "Desktop support"}
	now[2].Content = []catalogue.Text{{ZH: "电脑安装"}, {EN: "Printers"}}
	now[2].Summary = catalogue.Text{Plain: "办公电脑的安装。"}
	now[3].Lifecycle, now[3].ReplacedBy = catalogue.Retired, "svc-0002"
	now[4].Levels = now[4].Levels[:2]
	now[5].Hours = &catalogue.Hours{Preset: "5x8"}
	now[5].Name.EN = "<script>alert(1)</script> again"
	if of == export.Inside {
		now[1].DependsOn = []catalogue.ServiceID{"svc-0002", "svc-0004"}
		now[4].DependsOn = []catalogue.ServiceID{"svc-0005"}
		now[1].Owner, now[1].Cost = "ops_lead", &catalogue.Cost{Amount: 12000, Currency: "CNY"}
	}
	c := published(of, before, now)
	if of == export.Inside {
		c.Requests = []site.Request{{ID: "SLR-2026-0001", Title: catalogue.Text{Plain: "夜间值守"}, State: "approved"}}
	}
	return c
}

func BenchmarkSite(b *testing.B) {
	c := published(export.Customers, grown(1000, 20)...)
	for b.Loop() {
		files, size := 0, 0
		if err := site.Write(func(_ string, text []byte) error { files++; size += len(text); return nil }, c, both()...); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(files), "files")
		b.ReportMetric(float64(size)/1e6, "MB")
	}
}
