package records

import (
	"io/fs"
	"strings"
	"testing"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

const signedRequest = `schema: 1
id: SLR-2026-0001
title: 数据库驻场保障
customer:
  name: 云麦科技
  contact: 陈静
  # as on the phone
source: contract
words: 春节期间需要两名工程师驻场，7×24 小时响应。
asks:
  - service: svc-db-ops
    note: 驻场
coverage:
  result: partial
history:
  - step: request
    by: wang.fang
    role: sales
    at: 2026-03-02T09:00:00+08:00
    entry: 12
  - step: approve
    by: zhang.wei
    role: ops_lead
    at: 2026-03-03T09:00:00+08:00
    entry: 13
    reason: 与年度计划一致
`

// BenchmarkDecode reads records as every command does that looks into them: the entries
// of the sample catalogue, and a requirement.
func BenchmarkDecode(b *testing.B) {
	b.Run("service", func(b *testing.B) {
		var texts [][]byte
		for _, name := range must(fs.Glob(example.FS, "services/*.yaml"))(b) {
			texts = append(texts, must(fs.ReadFile(example.FS, name))(b))
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			var e catalogue.Entry
			if err := Decode("f.yaml", texts[i%len(texts)], &e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("request", func(b *testing.B) {
		text := []byte(strings.Replace(signedRequest, "  # as on the phone\n", "", 1))
		b.ReportAllocs()
		for b.Loop() {
			var r procedure.Request
			if err := Decode("f.yaml", text, &r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
