package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

type notifyOptions struct {
	since, via  string
	due, dryRun bool
	within      int
	whom        []string
}

// viaOut is the channel to standard output.
const viaOut = "stdout"

func channels() []string {
	return append([]string{viaOut}, each(notify.Channels(), func(c notify.Channel) string { return c.Name })...)
}

// newNotify tells people what happened or is due.
func newNotify(a *app) *cobra.Command {
	o := &notifyOptions{}
	c := &cobra.Command{
		Use:   "notify (--since REV|--due)",
		Short: a.say.T("Tell people what happened or is due"),
		Long: a.say.T("For CI and cron. --since tells what happened after a version, a revision or the entry with a number: each step to those it waits for now and to who asked, a version or an amendment to everybody with a role; nobody is told what they did themselves. --due tells what is overdue, or due within two days, to those it waits for. The ledger must be good, as \"sc verify\" finds it. Texts are in the organisation's main language, or that of --lang.") + "\n\n" +
			a.say.T("By mail each person gets a message of their own; wecom (企业微信), dingtalk (钉钉) and feishu (飞书) get one for the group. Servers, addresses and secrets come from the environment only (docs/notify.md). Nothing is remembered: the same command tells the same again, so give --since what was told last, which is printed at the end and is \"last\" in the JSON. Exit 2 where somebody did not get a message, 1 where the ledger is not good, 5 where that cannot be judged.") + "\n\n" +
			a.say.T("With --json: an object with since, last, via, sent, failed, notices."),
		Example: "  sc notify --since 1.1.0\n  sc notify --due --via mail -n\n  sc notify --since \"$CI_BEFORE\" --via feishu\n  sc notify --since 17 --via mail --jq .last",
	}
	f := c.Flags()
	f.StringVar(&o.since, "since", "", a.say.T("what happened after this version, revision or entry number"))
	f.BoolVar(&o.due, "due", false, a.say.T("what is overdue, or due soon"))
	f.IntVar(&o.within, "within", 2, a.say.T("with --due: this many days ahead"))
	f.StringVar(&o.via, "via", viaOut, a.say.T("one of: %s", procedure.Names(channels())))
	f.StringSliceVar(&o.whom, "for", nil, a.say.T("only for these people or roles"))
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, a.say.T("show what would be sent; send nothing"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.notify(ctx, o) })
}

func (a *app) notify(ctx context.Context, o *notifyOptions) error {
	if o.since == "" && !o.due {
		return fault(finding.Say("nothing says what to tell"), finding.Say("give --since REV, --due, or both"))
	}
	if o.within < 0 {
		return fault(finding.Say("--within: %s is less than no days", o.within), finding.Say("0 is what is due today"))
	}
	post, err := a.post(o)
	if err != nil {
		return err
	}
	n, err := a.tidings(ctx, o)
	if err != nil {
		return err
	}
	say := lang.New(lang.Language(cmp.Or(a.flags.lang, n.Rules.Language())))
	post.messages = n.Bulletin(say)
	if post.sender != nil && !post.channel.Group {
		post.messages = n.Letters(say)
	}
	switch {
	case post.sender == nil && a.machine():
	case post.sender == nil:
		err = a.printed(post.messages)
	case o.dryRun:
		err = a.previewed(post)
	default:
		err = post.deliver(ctx, a)
	}
	if err == nil && a.machine() {
		err = a.show(render.Page{Value: n.value(post, o, say)})
	}
	if err != nil {
		return err
	}
	if post.failed > 0 {
		return quiet(exitCannotRun)
	}
	a.toldUpTo(n, o)
	return nil
}

// toldUpTo says where the next notices begin.
func (a *app) toldUpTo(n *tidings, o *notifyOptions) {
	if len(n.Events) == 0 {
		a.note(a.say.T("nothing to tell"))
	}
	if o.since != "" && !o.dryRun && !a.machine() {
		a.note(a.say.T("told up to entry %s; next time: --since %s", n.Entry, n.Entry))
	}
}

// post is messages and the way they take.
type post struct {
	channel  notify.Channel
	sender   notify.Sender // nil: standard output
	messages []notify.Message
	sent     int
	failed   int
}

// post finds the channel. What it lacks is said before anything is looked at.
func (a *app) post(o *notifyOptions) (*post, error) {
	if !slices.Contains(channels(), o.via) {
		return nil, fault(finding.Say("there is no channel %s", o.via), finding.Say("one of: %s", procedure.Names(channels())))
	}
	i := slices.IndexFunc(notify.Channels(), func(c notify.Channel) bool { return c.Name == o.via })
	if i < 0 {
		return &post{}, nil
	}
	p := &post{channel: notify.Channels()[i]}
	p.sender = p.channel.Open(notify.World{Getenv: a.Getenv, Now: a.Now})
	if o.dryRun {
		return p, nil
	}
	return p, p.sender.Ready()
}

// deliver sends all messages: that one person gets none keeps none from another.
func (p *post) deliver(ctx context.Context, a *app) error {
	for _, m := range p.messages {
		err := p.sender.Send(ctx, m)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.failed++
			a.exit(ctx, err) // which says what is wrong
			continue
		}
		p.sent++
	}
	a.note(a.say.T("sent by %s: %s", p.channel.Name, p.sent))
	return nil
}

// printed writes messages as text.
func (a *app) printed(messages []notify.Message) error {
	for _, m := range messages {
		text := m.Subject + "\n" + m.Text()
		if _, err := fmt.Fprint(a.Out, text); err != nil {
			return err
		}
	}
	return nil
}

// previewed shows what would be sent.
func (a *app) previewed(p *post) error {
	for i, m := range p.messages {
		text, err := p.sender.Preview(m)
		if err != nil {
			return err
		}
		if a.machine() {
			continue
		}
		if i > 0 {
			text = "\n" + text
		}
		if a.Term.Out {
			text = plain.CleanLines(text)
		}
		if _, err := fmt.Fprint(a.Out, text); err != nil {
			return err
		}
	}
	return nil
}
