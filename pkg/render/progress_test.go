package render

import (
	"strings"
	"testing"
	"time"
)

// TestProgressTells shows what is done, of how much, and takes it away in the end.
func TestProgressTells(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out, "verifying", "entries")
	p.Done(64, 200)
	time.Sleep(120 * time.Millisecond) // the bar draws ten times a second
	p.Done(128, 200)
	for _, want := range []string{"verifying", "128/200", "entries/s"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the bar %q does not say %q", out.String(), want)
		}
	}
	p.Done(200, 200)
	p.Close()
	if got := out.String(); !strings.HasSuffix(got, "\r") {
		t.Errorf("the bar %q stays on the line", got)
	}
}

// TestProgressWaits shows nothing of what is quick, and stands being nil.
func TestProgressWaits(t *testing.T) {
	var out strings.Builder
	p := NewProgress(&out, "verifying", "entries")
	for i := range 100 {
		p.Done(i, 100)
	}
	p.Close()
	if out.String() != "" {
		t.Errorf("quick work is shown: %q", out.String())
	}
	var none *Progress
	none.Done(1, 2)
	none.Close()
	come := make(chan time.Time, 1)
	come <- time.Time{}
	late := newProgress(&late{Writer: &out, after: come}, "verifying", "entries")
	late.Done(1, 2)
	if !strings.Contains(out.String(), "/2") {
		t.Errorf("when its time has come nothing is shown: %q", out.String())
	}
}
