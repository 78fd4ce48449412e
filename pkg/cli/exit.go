package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// The exit codes (docs/reference/commands.md, "sc exit-codes").
const (
	exitDone        = 0
	exitFindings    = 1
	exitCannotRun   = 2
	exitRefused     = 3
	exitOvertaken   = 4
	exitCannotJudge = 5
	exitInterrupted = 130
)

// quiet is an exit code whose reason was already shown.
type quiet int

// errOvertaken is the cause of a fault about somebody who was first.
var errOvertaken = errors.New("overtaken")

func (q quiet) Error() string { return fmt.Sprintf("exit status %d", int(q)) }

// refused are several refusals of one command.
type refused []*procedure.Refusal

func (r refused) Error() string { return r[0].Error() }

// exit turns an error into its message, its hint and the exit code. It is the
// only place that does.
func (a *app) exit(ctx context.Context, err error) int {
	var (
		shown    quiet
		one      *procedure.Refusal
		several  refused
		broken   *records.Broken
		asFault  *finding.Fault
		form     *ledger.FormError
		findings = render.Findings{Out: a.Err, Say: a.say}
	)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errUnsure):
		fmt.Fprintln(a.Err, a.say.T("interrupted while it was being shared; nothing was written here, and \"sc sync\" shows whether others have it"))
		return exitInterrupted
	case errors.Is(err, errInterrupted) || errors.Is(err, context.Canceled):
		fmt.Fprintln(a.Err, a.say.T("interrupted; nothing was written"))
		return exitInterrupted
	case errors.Is(err, errDeclined):
		fmt.Fprintln(a.Err, a.say.T("not done; nothing was written"))
		return exitCannotRun
	case errors.As(err, &shown):
		return int(shown)
	case errors.As(err, &one):
		return a.refusals(one)
	case errors.As(err, &several):
		return a.refusals(several...)
	case errors.As(err, &asFault):
		a.complain(a.say.Say(asFault.Message), a.say.Say(asFault.Hint))
	case errors.As(err, &form):
		a.complain(a.say.Say(form.Text), a.say.T("\"sc verify\" judges it where it is the ledger's; elsewhere a new commit by stock git puts it right"))
	case errors.As(err, &broken):
		_ = findings.Text(unfixed(broken.Findings)) // stderr is gone: nobody can be told
		if _, tip := errors.AsType[brokenTip](err); tip {
			a.hint(a.say.Say(mending()))
		}
		return exitCannotRun
	default:
		a.complain(err.Error(), "")
	}
	if errors.Is(err, ledger.ErrMoved) || errors.Is(err, errOvertaken) {
		return exitOvertaken
	}
	return exitCannotRun
}

// refusals shows what the procedure says no to; a hint that goes for several is
// given once.
func (a *app) refusals(rs ...*procedure.Refusal) int {
	for i, r := range rs {
		fmt.Fprintln(a.Err, a.folded("sc: "+a.say.T("refused: %s", plain.CleanLines(a.refusal(r)))))
		hint := a.say.Say(advice(r))
		if i == len(rs)-1 || hint != a.say.Say(advice(rs[i+1])) {
			a.hint(hint)
		}
	}
	return exitRefused
}

func (a *app) refusal(r *procedure.Refusal) string {
	text := a.say.Say(r.Message)
	if r.Subject != "" {
		step, id, _ := strings.Cut(r.Subject, " ")
		text = a.say.T("%s: %s", strings.TrimSpace(a.say.Word(step)+" "+id), text)
	}
	if !r.You.IsZero() {
		text += a.say.T("; ") + a.say.Say(r.You)
	}
	return text
}

// advice is what to do next, also where the procedure does not say.
func advice(r *procedure.Refusal) finding.Sentence {
	switch {
	case !r.Hint.IsZero():
		return r.Hint
	case r.Code == "E_PROCEDURE_LOCKOUT":
		return finding.Say("\"sc person add\" enrols people first, \"sc person key add\" gives them keys; \"sc procedure check FILE\" says what nobody could satisfy")
	}
	return finding.Say("\"sc procedure show\" says who may do what, and when")
}

func (a *app) complain(message, hint string) {
	fmt.Fprintln(a.Err, a.folded("sc: "+a.say.T("error: %s", a.tame(message))))
	a.hint(hint)
}

func (a *app) hint(text string) {
	if text != "" {
		fmt.Fprintln(a.Err, a.folded(a.say.T("hint: %s", a.tame(text))))
	}
}

// warn tells something that does not stop the command.
func (a *app) warn(format string, args ...any) {
	a.note(a.say.T("warning: %s", a.say.T(format, args...)))
}

// fault makes an error of the world with a hint.
func fault(message, hint finding.Sentence) error {
	return &finding.Fault{Message: message, Hint: hint}
}
