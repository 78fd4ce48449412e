package render_test

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/render"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line  string
		width int
		want  string
	}{
		{"a pin alone does not stop an old tip", 0, "a pin alone does not stop an old tip"},
		{"a pin alone does not stop an old tip", 40, "a pin alone does not stop an old tip"},
		{"a pin alone does not stop an old tip", 20, "a pin alone does not\nstop an old tip"},
		{`"sc verify --full" tells all of them again`, 20, "\"sc verify --full\"\ntells all of them\nagain"},
		{"it was lost: git reset --keep 1; then go on", 20, "it was lost:\ngit reset --keep 1;\nthen go on"},
		{"it was lost: git reset --keep 1; then go on", 26, "it was lost:\ngit reset --keep 1; then\ngo on"},
		{"仅凭固定的指纹，挡不住旧的分支", 16, "仅凭固定的指纹，\n挡不住旧的分支"},
		{"  sc request --title x", 12, "  sc request --title x"},
		{"  SC_LANG=zh sc request --title x", 12, "  SC_LANG=zh sc request --title x"},
		{"  near by its words: an assessment", 20, "  near by its words:\n  an assessment"},
		{"  按其用词，相近的有：评估服务", 16, "  按其用词，相近\n  的有：评估服务"},
		{"-  a difference\n+  of two lines", 6, "-  a difference\n+  of two lines"},
	} {
		if got := render.Fold(c.line, c.width); got != c.want {
			t.Errorf("%d columns: got\n%s\nwant\n%s", c.width, got, c.want)
		}
	}
}
