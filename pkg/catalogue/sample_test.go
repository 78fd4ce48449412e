package catalogue

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// appOps is an entry of the sample catalogue.
const appOps = `schema: 1
id: svc-app-ops
code: YW-AP-01
name:
  zh: 业务应用系统运维服务
  en: Business Application Operations
summary: 客户业务应用的运行监控、缺陷修复协调、发布支持与数据修正。
objective: 应用月可用率不低于99.5%，P1故障4小时内恢复。
audience: 签约应用的业务部门
category: application
type: response
content:
  - 应用监控
  - 故障处理
  - 版本发布支持
frequency:
  unit: continuous
hours:
  preset: 7x12
  note: 每日 08:00-20:00
delivery:
  - remote
  - resident
deliverables:
  - name: 应用运行月报
    form: PDF
    due: 次月5日前
levels:
  - metric: availability
    op: '>='
    value: 99.5
    unit: percent
    window: month
  - metric: resolution_time
    priority: P1
    op: <=
    value: 4
    unit: hour
    clock: service_hours
owner: ops_lead
depends_on:
  - svc-db-ops
lifecycle: active
visibility: customer
review_months: 6
`

// dbOps is another, with what the tests of coverage need.
const dbOps = `schema: 1
id: svc-db-ops
name: 数据库运维服务
category: platform
type: routine
frequency: {unit: day, times: 1, note: 巡检每月1次}
hours: {preset: 7x24}
delivery: [remote]
deliverables: [{name: 数据库巡检报告, form: PDF}, {name: 备份核查记录}]
levels:
  - {metric: backup_success_rate, op: '>=', value: 99.5, unit: percent, window: month}
  - {metric: resolution_time, priority: P1, op: <=, value: 4, unit: hour, clock: calendar}
owner: ops_lead
lifecycle: active
visibility: customer
`

// desktop is a third.
const desktop = `schema: 1
id: svc-desktop
name: 桌面终端支持服务
category: user
type: response
frequency: {unit: on_demand}
hours: {preset: 5x8}
delivery: [resident, remote]
deliverables: [{name: 服务单}, {name: 桌面服务月报}]
levels:
  - {metric: response_time, priority: P3, op: <=, value: 30, unit: minute, clock: service_hours}
  - {metric: resolution_time, priority: P3, op: <=, value: 4, unit: hour, clock: service_hours}
owner: ops_lead
lifecycle: active
visibility: customer
`

// scan is a fourth, ready but not yet in use.
const scan = `schema: 1
id: svc-sec-scan
name: 漏洞扫描与安全加固服务
category: security
type: assessment
frequency: {unit: quarter}
hours: {preset: 5x8}
delivery: [remote, onsite]
owner: ops_lead
lifecycle: ready
visibility: customer
`

// read decodes YAML strictly.
func read[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&v); err != nil {
		t.Fatalf("decode: %v\n%s", err, text)
	}
	return v
}

// written encodes as the records are written.
func written(t testing.TB, v any) string {
	t.Helper()
	var b strings.Builder
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shelfOf is the sample catalogue.
func shelfOf(t testing.TB) []Entry {
	t.Helper()
	var out []Entry
	for _, text := range []string{appOps, dbOps, desktop, scan} {
		out = append(out, read[Entry](t, text))
	}
	return out
}

// but gives the sample entry with one thing changed.
func but(t testing.TB, change func(*Entry)) Entry {
	t.Helper()
	e := read[Entry](t, appOps)
	change(&e)
	return e
}
