package render_test

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/render"
)

func TestClip(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"short", 5, "short"}, {"a long title", 8, "a long…"}, {"a long title", 9, "a long t…"}, {"数据库驻场保障", 8, "数据库…"}, {"数据库驻场保障", 14, "数据库驻场保障"},
	} {
		if got := render.Clip(c.text, c.width); got != c.want {
			t.Errorf("%d columns: got %q, want %q", c.width, got, c.want)
		}
	}
}
