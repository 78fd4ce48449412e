package ledger

import (
	"errors"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// trouble is a way in which talking to another repository fails: git tells them
// apart in words only.
type trouble struct {
	words   []string // any of them is in what git said
	message func(where, said string) finding.Sentence
	hint    finding.Sentence
	cause   error
}

// troubles are looked through in order. The words are those of git 2.34 to 2.52, of
// OpenSSH, and of GitHub, GitLab, Gitea and Gerrit.
func troubles() []trouble { return slices.Concat(refusals(), unreached()) }

// refusals are what the other side says of what is pushed.
func refusals() []trouble {
	return []trouble{
		{
			words: []string{".lock': File exists"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s could not be written, for a lock that a git holds: %s", where, said)
			},
			hint: finding.Say("try again; where no git is at work, one that was killed has left it: take away the file that is named"), cause: ErrHeld,
		},
		{
			words: []string{"(fetch first)", "(non-fast-forward)", "(stale info)", "cannot lock ref", "failed to update ref", "incorrect old value", "failed to lock"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("somebody else wrote to %s at the same time: %s", where, said)
			},
			hint: finding.Say("try again"), cause: ErrMoved,
		},
		{
			words: []string{"protected branch", "GH006", "GH013", "not allowed to push", "Not allowed to push", "prohibited by Gerrit"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s takes no push to a protected branch: %s", where, said)
			},
			hint:  finding.Say("let the people of the procedure push to it, or keep the ledger on a branch of its own (ledger.branch in procedure.yaml); or record it with --offline, push that to another branch and have it merged by a merge commit or a fast-forward, never squashed or rebased"),
			cause: ErrRefused,
		},
		{
			words: []string{"(already exists)", "would clobber existing tag"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s has a tag of that name already: %s", where, said)
			},
			hint: finding.Say("look at it: git ls-remote --tags; a version's tag is never moved"), cause: ErrRefused,
		},
		{
			words:   []string{"[remote rejected]"},
			message: func(where, said string) finding.Sentence { return finding.Say("%s refused it: %s", where, said) },
			hint:    finding.Say("that is its own reason; nothing was written, here or there"), cause: ErrRefused,
		},
	}
}

// unreached are the ways in which the other side is never asked.
func unreached() []trouble {
	offline := finding.Say("until then --offline records steps on this machine; \"sc sync\" shares them later")
	away := func(where, said string) finding.Sentence { return finding.Say("%s cannot be reached: %s", where, said) }
	return []trouble{
		{
			words: []string{errStalled.Error()},
			message: func(where, _ string) finding.Sentence {
				return finding.Say("%s cannot be reached: nothing was heard for too long", where)
			},
			hint: offline, cause: ErrUnreachable,
		},
		{
			words: []string{"does not support --atomic push"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s does not take a version and its tag as one: %s", where, said)
			},
			hint: finding.Say("whoever runs it lets it do so: git config --unset receive.advertiseAtomic, or a newer Git"), cause: ErrUnreachable,
		},
		{
			words: []string{"the receiving end does not support"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s does not know what your git asks of it: %s", where, said)
			},
			hint: finding.Say("see which of your settings asks for it: git config --show-origin --get-regexp ^push"), cause: ErrUnreachable,
		},
		{
			words: []string{"git-http-push failed", "is this a git repository"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("what answers in place of %s is no Git server that takes a push: %s", where, said)
			},
			hint: finding.Say("see where it points to: git remote -v; a page to log in on may stand before the network"), cause: ErrUnreachable,
		},
		{
			words: []string{
				"Could not resolve", "Connection refused", "Connection timed out", "Operation timed out", "Connection reset",
				"Network is unreachable", "No route to host", "unable to connect", "Failed to connect",
			},
			message: away, hint: offline, cause: ErrUnreachable,
		},
		{
			words: []string{"REMOTE HOST IDENTIFICATION HAS CHANGED"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s shows another key than the one that this machine knows: %s", where, said)
			},
			hint: finding.Say("somebody may be listening: ask whoever runs it whether its key was changed, and only then: ssh-keygen -R HOST"), cause: ErrUnreachable,
		},
		{
			words: []string{"Host key verification failed"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s shows a key that this machine does not know: %s", where, said)
			},
			hint: finding.Say("connect once by hand and compare its fingerprint"), cause: ErrUnreachable,
		},
		{
			words: []string{"Authentication failed", "could not read Username", "could not read Password", "Permission denied", "Access denied", "error: 401", "error: 403", "terminal prompts disabled"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s does not let you in: %s", where, said)
			},
			hint: finding.Say("see whether git itself may: git ls-remote; then check your key or password, and who may push"), cause: ErrUnreachable,
		},
		{
			words: []string{"does not appear to be a git repository", "not found", "does not exist", "not exported"},
			message: func(where, said string) finding.Sentence {
				return finding.Say("%s is no repository that can be found: %s", where, said)
			},
			hint: finding.Say("see where it points to: git remote -v"), cause: ErrUnreachable,
		},
		{
			words:   []string{"unable to access", "Could not read from remote repository", "early EOF", "hung up"},
			message: away, hint: offline, cause: ErrUnreachable,
		},
	}
}

// errStalled is what is said of a git that heard nothing for too long.
var errStalled = errors.New("nothing was heard for too long")

// remark is what is worth telling of git's words: what the other side said, else
// git's first complaint. Where that is only that nothing could be read, ssh has said
// why, just before.
func remark(err error) string {
	e, ok := errors.AsType[*gitError](err)
	if !ok {
		return err.Error()
	}
	var theirs, ours []string
	var before string
	for _, line := range strings.FieldsFunc(e.stderr, func(r rune) bool { return r == '\n' || r == '\r' }) {
		text, remote := strings.CutPrefix(line, "remote: ")
		text = strings.TrimSpace(text)
		switch {
		case text == "" || strings.HasPrefix(text, "Warning: Permanently added ") || strings.HasPrefix(text, "Total ") || strings.HasSuffix(text, "done.") || strings.Contains(text, "% ("):
		case remote:
			theirs = append(theirs, text)
		case before != "" && strings.HasPrefix(text, "fatal: Could not read from remote repository"):
			ours = append(ours, before)
		case strings.HasPrefix(text, "!"), strings.HasPrefix(text, "fatal: "), strings.HasPrefix(text, "error: "):
			ours = append(ours, strings.ReplaceAll(text, "\t", " "))
		default:
			before = text
		}
	}
	if len(theirs) > 0 {
		return strings.Join(theirs, "\n")
	}
	if len(ours) > 0 {
		return ours[0]
	}
	return strings.TrimSpace(shorten(e.stderr))
}
