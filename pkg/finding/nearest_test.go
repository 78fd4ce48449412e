package finding

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	known := []string{"svc-db-ops", "svc-app-ops", "运维主管", "市场经理"}
	for _, c := range []struct {
		word, want string
	}{
		{"svc-db-op", "svc-db-ops"},
		{"svc-bd-ops", "svc-db-ops"},
		{"svc-apps-ops", "svc-app-ops"},
		{"运维主观", "运维主管"},
		{"市经场理", "市场经理"},
		{"完全不同", ""},
		{"", ""},
	} {
		got, ok := Nearest(c.word, known)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: got %q, %v, want %q", c.word, got, ok, c.want)
		}
	}
}

// Nearest passes over names without comparing them at length; what it finds is what
// comparing each one finds.
func TestNearestIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune("ab-主管")), 0, 9, -1)
		typed, known := word.Draw(t, "typed"), rapid.SliceOf(word).Draw(t, "known")
		want, least := "", -1
		for _, name := range known {
			d, length := Distance(typed, name), max(utf8.RuneCountInString(typed), utf8.RuneCountInString(name), 3)
			if 3*d <= length && (least < 0 || d < least) {
				want, least = name, d
			}
		}
		if got, ok := Nearest(typed, known); got != want || ok != (least >= 0) {
			t.Errorf("%q among %q: got %q, %v, want %q", typed, known, got, ok, want)
		}
	})
}
