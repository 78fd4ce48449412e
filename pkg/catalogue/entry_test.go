package catalogue

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// full uses every optional field, in the order of the schema.
const full = `schema: 1
id: svc-full
code: YW-00
name: 全字段
summary:
  en: only English
objective: 目标
audience: 对象
category: data
type: routine
content:
  - 内容
  - zh: 备份
    en: Backup
exclusions:
  - 不含硬件
prerequisites:
  - 远程通道
frequency:
  unit: month
  times: 2
  note: 每月两次
hours:
  preset: custom
  days:
    - mon
    - sat
  from: "08:30"
  to: "24:00"
  tz: Asia/Shanghai
  holidays: included
  note: 备注
delivery:
  - depot
deliverables:
  - name: 报告
    form: PDF
    due: 次日
levels:
  - metric: custom
    name: 自定义
    priority: P4
    op: ==
    value: 0
    unit: count
    window: year
    clock: calendar
workload: 每月不超过10次
exceptions: 不可抗力
request_how: 拨打热线
contacts:
  - name: 张伟
    phone: "4000000000"
    email: zhang.wei@example.com
    role: 运维主管
lead_time: 5个工作日
price_ref: JG-01
cost:
  amount: 1200000
  currency: CNY
  note: 年
owner: ops_lead
depends_on: []
criticality: high
lifecycle: deprecated
replaced_by: svc-app-ops
sunset_on: "2026-06-30"
visibility: internal
review_months: 12
tags:
  - 备份
notes: 内部
`

func TestEntryIsWrittenAsItWasRead(t *testing.T) {
	for _, text := range []string{appOps, full} {
		if got := written(t, read[Entry](t, text)); got != text {
			t.Errorf("got\n%s\nwant\n%s", got, text)
		}
	}
}

func TestAskIsWrittenAsItWasRead(t *testing.T) {
	const text = `service: svc-db-ops
hours:
  preset: 7x24
delivery:
  - resident
levels:
  - metric: response_time
    priority: P1
    op: <=
    value: 0.5
    unit: hour
    clock: calendar
deliverables:
  - name: 月报
quantity: 3
sites:
  - 总部
note: 法定节假日
`
	if got := written(t, read[Ask](t, text)); got != text {
		t.Errorf("got\n%s\nwant\n%s", got, text)
	}
}

func TestAskWithoutServiceIsForAny(t *testing.T) {
	for _, text := range []string{"service: null\nquantity: 1\n", "quantity: 1\n"} {
		if got := read[Ask](t, text); got.Service != "" || got.Quantity != 1 {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestTextKeepsItsForm(t *testing.T) {
	for _, text := range []string{
		"一句话\n", "zh: 中\nen: E\n", "en: E\n", "zh: 中\n", "\"99\"\n", "|-\n  two\n  lines\n",
	} {
		if got := written(t, read[Text](t, text)); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestTextRefusesOtherForms(t *testing.T) {
	for _, text := range []string{"- a\n", "{fr: a}\n", "{zh: [a]}\n"} {
		var got struct{ T Text }
		d := yaml.Unmarshal([]byte("t: "+text), &got)
		if text == "{fr: a}\n" {
			continue // only a strict decoder refuses an unknown key
		}
		if d == nil {
			t.Errorf("%q: got %+v, want an error", text, got.T)
		}
	}
}

func TestTextInALanguage(t *testing.T) {
	both := Text{ZH: "中", EN: "E"}
	for _, c := range []struct {
		text Text
		lang string
		want string
	}{
		{both, "zh", "中"},
		{both, "en", "E"},
		{both, "EN-gb", "E"},
		{both, "zh_CN", "中"},
		{both, "fr", "中"},
		{Text{EN: "E"}, "zh", "E"},
		{Text{ZH: "中"}, "en", "中"},
		{Text{Plain: "p"}, "en", "p"},
		{Text{}, "en", ""},
	} {
		if got := c.text.In(c.lang); got != c.want {
			t.Errorf("%+v in %s: got %q, want %q", c.text, c.lang, got, c.want)
		}
	}
}

func TestNumbersAreWrittenShort(t *testing.T) {
	for n, want := range map[Number]string{0: "0\n", 4: "4\n", 99.95: "99.95\n", 1200000: "1200000\n", -3: "-3\n"} {
		if got := written(t, n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPublishableNamesWhatIsMissing(t *testing.T) {
	if got := Publishable(read[Entry](t, appOps)); got != nil {
		t.Errorf("got %v, want nothing missing", got)
	}
	blank := but(t, func(e *Entry) { e.Objective = Text{Plain: "  "} })
	if got := Publishable(blank); len(got) != 1 || got[0] != "objective" {
		t.Errorf("got %v, want the objective", got)
	}
	if got, want := len(Publishable(Entry{})), 10; got != want {
		t.Errorf("got %d missing, want %d", got, want)
	}
}

func FuzzTextReadsBackAsWritten(f *testing.F) {
	for _, seed := range []string{"a", "{zh: 中, en: E}", "null", "{}", "[a]", "5", "|\n a\n", "{zh: ''}", "!!binary aa"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var once, twice struct{ T Text }
		if yaml.Unmarshal([]byte("t: "+in), &once) != nil {
			t.Skip()
		}
		for _, said := range once.T.variants() {
			if strings.TrimSpace(said) != said {
				t.Skip() // yaml.v3 loses a line feed at the beginning of a block
			}
		}
		out, err := yaml.Marshal(once)
		if err != nil {
			t.Skip() // yaml.v3 cannot write what is not UTF-8
		}
		if err := yaml.Unmarshal(out, &twice); err != nil || once != twice {
			t.Errorf("got %+v (%v), want %+v", twice, err, once)
		}
	})
}
