package finding

import "testing"

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
