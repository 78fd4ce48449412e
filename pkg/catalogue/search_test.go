package catalogue

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
)

// The tokenizer of every program that searches the catalogue is held to this file.
func TestTokens(t *testing.T) {
	data, err := os.ReadFile("../../testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var fixture struct {
		Cases []struct {
			Text   string   `json:"text"`
			Tokens []string `json:"tokens"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(data, &fixture); err != nil || len(fixture.Cases) == 0 {
		t.Fatal(err)
	}
	for _, c := range fixture.Cases {
		if got := Tokens(c.Text); !slices.Equal(got, c.Tokens) {
			t.Errorf("%q: got %q, want %q", c.Text, got, c.Tokens)
		}
	}
}

func noMore(Entry) []string { return nil }

// found are the ids of a search, best first.
func found(x *Index, query string) []ServiceID {
	ids := []ServiceID{}
	for _, h := range x.Search(query) {
		ids = append(ids, h.Service)
	}
	return ids
}

func TestSearch(t *testing.T) {
	entries := shelfOf(t)
	entries[1].Tags = List[string]{"Oracle", "达梦"}
	entries[1].Notes = Text{Plain: "机密"}
	x := NewIndex(entries, func(e Entry) []string { return []string{map[Category]string{"security": "信息安全"}[e.Category]} })
	for query, want := range map[string][]ServiceID{
		"数据库":            {"svc-db-ops"},
		"oracle":         {"svc-db-ops"}, // a tag
		"ORACLE 运维":      {"svc-db-ops", "svc-app-ops"},
		"svc-sec-scan":   {"svc-sec-scan"},
		"YW-AP":          {"svc-app-ops"},
		"business":       {"svc-app-ops"},
		"Busin":          {"svc-app-ops"}, // a beginning
		"桌":              {"svc-desktop"}, // a single character
		"信息安全":           {"svc-sec-scan"},
		"漏洞":             {"svc-sec-scan"},
		"桌面服务月报":         {"svc-desktop"}, // a deliverable
		"机密":             {},              // inside
		"":               {},
		"。":              {},
		"nothing at all": {},
	} {
		got := found(x, query)
		if len(want) > 0 && len(got) > 0 && got[0] == want[0] && len(want) == 1 {
			continue // others follow
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", query, got, want)
		}
	}
	if got := x.Search("数据库巡检")[0].Terms; !slices.Equal(got, []string{"巡检", "库巡", "据库", "数据"}) {
		t.Errorf("got %q", got)
	}
	if got := NewIndex(nil, noMore).Search("x"); len(got) != 0 {
		t.Errorf("got %v of nothing", got)
	}
}

func TestSearchIsTheSameEachTime(t *testing.T) {
	entries := shelfOf(t)
	first := NewIndex(entries, noMore).Search("运维服务 response")
	for range 20 {
		if got := NewIndex(entries, noMore).Search("运维服务 response"); fmt.Sprint(got) != fmt.Sprint(first) {
			t.Fatalf("got %v, then %v", first, got)
		}
	}
}

// many are entries like those of a large catalogue.
func many(b *testing.B, n int) []Entry {
	b.Helper()
	sample := shelfOf(b)
	entries := make([]Entry, n)
	for i := range entries {
		e := sample[i%len(sample)]
		e.ID = ServiceID(fmt.Sprintf("%s-%05d", e.ID, i))
		e.Tags = List[string]{fmt.Sprintf("客户%d", i%997), "Oracle"}
		entries[i] = e
	}
	return entries
}

// BenchmarkSearch searches 10,000 entries that are loaded; Index is what loading adds.
func BenchmarkSearch(b *testing.B) {
	entries := many(b, 10_000)
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			NewIndex(entries, noMore)
		}
	})
	x := NewIndex(entries, noMore)
	for _, query := range []string{"数据库巡检", "库", "oracle database", "华岭市人民医院要求春节期间有DBA在现场，数据库故障2小时内恢复"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.Search(query)
			}
		})
	}
}
