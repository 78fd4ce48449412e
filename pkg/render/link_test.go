package render_test

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/render"
)

func TestLinks(t *testing.T) {
	t.Parallel()
	const open, end, off = "\x1b]8;;", "\x1b\\", "\x1b]8;;\x1b\\"
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"CHG-1  https://itsm.example/CHG-1\nend\n", 80, "CHG-1  " + open + "https://itsm.example/CHG-1" + end + "https://itsm.example/CHG-1" + off + "\nend\n"},
		{"见 https://a.example/x?y=1。", 80, "见 " + open + "https://a.example/x?y=1" + end + "https://a.example/x?y=1" + off + "。"},
		{"see https://a.example, or none", 80, "see " + open + "https://a.example" + end + "https://a.example" + off + ", or none"},
		{"see https://a.example/of-which\nthe-end-is-here", 30, "see https://a.example/of-which\nthe-end-is-here"},
		{"no address", 80, "no address"},
		{"https://gооd.example/ is not of our letters", 80, "https://gооd.example/ is not of our letters"},
		{"https://bank.example。x", 80, open + "https://bank.example" + end + "https://bank.example" + off + "。x"},
		{"https://good.example@evil.example/x", 80, "https://good.example@evil.example/x"},
	} {
		if got := render.Links(c.text, c.width); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}
