package ask

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// keys are typed into a form one after the other, as a person does: each when what the
// one before did is seen.
type keys struct {
	presses []string
	screen  *screen
	seen    int             // how much was drawn when the key before was pressed
	last    <-chan struct{} // closed when the form is over
}

// screen keeps what is drawn on it.
type screen struct {
	mu    sync.Mutex
	drawn bytes.Buffer
}

func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drawn.Write(text)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drawn.String()
}

// settle waits until something was drawn and nothing has been for some frames; not for
// ever, as some keys change nothing that is seen.
func (s *screen) settle(before int) {
	const frame = time.Second / frames
	seen, quiet := before, 0
	for waited := 0; waited < 40 && (seen == before || quiet < 3); waited++ {
		time.Sleep(frame)
		now := len(s.String())
		if quiet++; now != seen {
			seen, quiet = now, 0
		}
	}
}

func (k *keys) Read(p []byte) (int, error) {
	if len(k.presses) == 0 {
		<-k.last
		return 0, io.EOF
	}
	k.screen.settle(k.seen)
	k.seen = len(k.screen.String())
	n := copy(p, k.presses[0])
	k.presses = k.presses[1:]
	return n, nil
}

func run(t *testing.T, f Form, presses ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	over := make(chan struct{})
	defer close(over)
	var out screen
	err := f.Run(ctx, Screen{In: &keys{presses: presses, screen: &out, last: over}, Out: &out, Environ: []string{"TERM=xterm"}, Width: 80, Height: 50})
	return out.String(), err
}

const (
	enter = "\r"
	right = "\x1b[C"
	down  = "\x1b[B"
	esc   = "\x1b"
)

func TestAnswersBecomeArguments(t *testing.T) {
	t.Parallel()
	source := &Field{Flag: "source", Label: "来源", Inline: true, Options: []Option{{"contract", "合同"}, {"internal", "内部"}}}
	customer := &Field{Flag: "customer", Label: "客户", When: func() bool { return source.Answer != "internal" }}
	f := Form{Title: "登记", Fields: []*Field{
		{Flag: "title", Label: "标题"},
		source,
		{Label: "需求", Many: true, Options: []Option{{"SLR-2026-0001", "一"}, {"SLR-2026-0002", "二"}}},
		{Flag: "message", Before: "SLR-2026-0002=", Label: "原话", Long: true},
		customer,
	}}
	_, err := run(t, f, "数据库", "驻场", enter, right, enter, down, "x", enter, "两人", "\n", "轮班", enter)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"--title=数据库驻场", "--source=internal", "SLR-2026-0002", "--message=SLR-2026-0002=两人\n轮班"}
	if got := Arguments(f.Fields); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWhatCannotBeTakenIsAskedAgain(t *testing.T) {
	t.Parallel()
	f := Form{Fields: []*Field{{Flag: "on", Label: "on", Check: func(answer string) error {
		if answer != "ab" {
			return errors.New("wrong: " + answer)
		}
		return nil
	}}}}
	said, err := run(t, f, "a", enter, "b", enter)
	if err != nil || f.Fields[0].Answer != "ab" || !strings.Contains(said, "wrong: a") {
		t.Errorf("got %q, %v; it said\n%s", f.Fields[0].Answer, err, said)
	}
}

func TestLeaving(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"Esc": esc, "Ctrl-C": "\x03"} {
		f := Form{Fields: []*Field{{Flag: "title", Label: "title"}}}
		if _, err := run(t, f, "half", key); !errors.Is(err, ErrLeft) {
			t.Errorf("%s: got %v, want %v", name, err, ErrLeft)
		}
		if got := f.Fields[0].Answer; got != "half" {
			t.Errorf("%s: got %q, want what was typed", name, got)
		}
	}
	if _, err := run(t, Form{Fields: []*Field{{Flag: "title", Label: "title"}}}, "\x04"); !errors.Is(err, ErrLeft) {
		t.Errorf("Ctrl-D, and nothing typed: got %v, want %v", err, ErrLeft)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := Form{Fields: []*Field{{Flag: "title", Label: "title"}}}
	over := make(chan struct{})
	defer close(over)
	if err := f.Run(ctx, Screen{In: &keys{last: over}, Out: io.Discard, Width: 80}); !errors.Is(err, ErrLeft) {
		t.Errorf("an ended run: got %v, want %v", err, ErrLeft)
	}
}

func TestOneLineIsNotSearched(t *testing.T) {
	t.Parallel()
	f := Form{Fields: []*Field{{Flag: "source", Label: "s", Inline: true, Options: []Option{{"a", "alpha"}, {"b", "beta"}}}}}
	said, err := run(t, f, "/", "zz", right, enter)
	if err != nil || f.Fields[0].Answer != "b" || strings.Contains(said, "No matches") {
		t.Errorf("got %q, %v; it said\n%s", f.Fields[0].Answer, err, said)
	}
}

func TestLongLabelsAreCut(t *testing.T) {
	t.Parallel()
	on := Screen{Width: 20, Clip: func(text string, columns int) string { return text[:columns] + "…" }, Fold: func(text string, columns int) string { return text[:columns] + "\n" + text[columns:] }}
	if got, want := on.line("SLR-2026-0001  a long title"), "SLR-2026-000…"; got != want {
		t.Errorf("an option: got %q, want %q", got, want)
	}
	if got, want := on.text("a label that is longer"), "a label that is \nlonger"; got != want {
		t.Errorf("a label: got %q, want %q", got, want)
	}
	if got := (Screen{}).line("any"); got != "any" {
		t.Errorf("without a width: got %q", got)
	}
}

func TestNothingIsWrongBeforeTheFirstKey(t *testing.T) {
	t.Parallel()
	needed := func(answer string) error {
		if answer == "" {
			return errors.New("needed")
		}
		return nil
	}
	field := func() Form {
		return Form{Words: Words{Space: "blank", Toggle: "mark"}, Fields: []*Field{{Label: "s", Many: true, Check: needed, Options: []Option{{"a", "alpha"}, {"b", "beta"}}}}}
	}
	f := field()
	said, err := run(t, f, " ", enter)
	if err != nil || strings.Contains(said, "needed") || !strings.Contains(said, "blank") || !slices.Equal(f.Fields[0].Answers, []string{"a"}) {
		t.Errorf("marked: %v, %q; it said\n%s", err, f.Fields[0].Answers, said)
	}
	if said, _ := run(t, field(), enter, " ", enter); !strings.Contains(said, "needed") {
		t.Errorf("none marked: it said\n%s", said)
	}
}

func TestChoicesAreThoseThatCanBeTaken(t *testing.T) {
	t.Parallel()
	f := Field{Options: []Option{{"", "none"}, {"a", "alpha"}}}
	if got := len(f.Choices()); got != 2 {
		t.Errorf("none is fine: got %d", got)
	}
	f.Check = func(answer string) error { return map[bool]error{true: errors.New("needed")}[answer == ""] }
	if got := len(f.Choices()); got != 1 {
		t.Errorf("one is needed: got %d", got)
	}
}

func TestEscEndsASearchFirst(t *testing.T) {
	t.Parallel()
	f := Form{Fields: []*Field{{Flag: "service", Label: "s", Options: []Option{{"a", "alpha"}, {"b", "beta"}}}}}
	if _, err := run(t, f, "/", "bet", esc, enter); err != nil || f.Fields[0].Answer != "b" {
		t.Errorf("got %q, %v, want b", f.Fields[0].Answer, err)
	}
}

func TestLongListsAreCompleted(t *testing.T) {
	t.Parallel()
	f := Form{Fields: []*Field{{Flag: "service", Label: "s"}}}
	for range most + 1 {
		f.Fields[0].Options = append(f.Fields[0].Options, Option{"svc-db-ops", "svc-db-ops"})
	}
	if _, err := run(t, f, "svc-d", "\x05", enter); err != nil || f.Fields[0].Answer != "svc-db-ops" {
		t.Errorf("got %q, %v", f.Fields[0].Answer, err)
	}
}

func TestLabelsSteerNothing(t *testing.T) {
	t.Parallel()
	f := Form{Title: "\x1b]0;evil\x07", Fields: []*Field{{Label: "\x1b[31mred", Options: []Option{{"a", "\x1b]0;evil\x07"}}}}}
	said, err := run(t, f, enter)
	if err != nil || strings.Contains(said, "\x1b]0;evil") || strings.Contains(said, "[31mred") && strings.Contains(said, "\x1b[31mred") {
		t.Errorf("%v: %q", err, said)
	}
}
