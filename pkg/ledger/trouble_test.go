package ledger

import (
	"errors"
	"testing"
)

// What git says is told as what it means: the words are git's own, of a push or fetch
// that failed that way.
func TestTrouble(t *testing.T) {
	const rejected = "error: failed to push some refs to 'http://example.invalid/hub.git'\n"
	for _, c := range []struct {
		name, said, want string
		cause            error
	}{
		{
			"ssh says why",
			"ssh: connect to host example.invalid port 22: Software caused connection abort\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n",
			"origin cannot be reached: ssh: connect to host example.invalid port 22: Software caused connection abort", ErrUnreachable,
		},
		{
			"ssh made an acquaintance and says no more",
			"Warning: Permanently added 'example.invalid' (ED25519) to the list of known hosts.\nfatal: Could not read from remote repository.\n",
			"origin cannot be reached: fatal: Could not read from remote repository.", ErrUnreachable,
		},
		{
			"files only, or a page to log in on",
			"error: Cannot access URL http://example.invalid/hub.git/, return code 22\nfatal: git-http-push failed\n" + rejected,
			"what answers in place of origin is no Git server that takes a push: error: Cannot access URL http://example.invalid/hub.git/, return code 22", ErrUnreachable,
		},
		{
			"a setting of one's own",
			"fatal: the receiving end does not support --signed push\nsend-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly\n" + rejected,
			"origin does not know what your git asks of it: fatal: the receiving end does not support --signed push", ErrUnreachable,
		},
		{
			"a server that takes no two things as one",
			"fatal: the receiving end does not support --atomic push\nfatal: the remote end hung up unexpectedly\n" + rejected,
			"origin does not take a version and its tag as one: fatal: the receiving end does not support --atomic push", ErrUnreachable,
		},
		{
			"silence in the middle of a push",
			"Counting objects:   9% (1/11)\rCounting objects: 100% (11/11), done.\nTotal 6 (delta 2), reused 0 (delta 0), pack-reused 0\n\n" + errStalled.Error(),
			"origin cannot be reached: nothing was heard for too long", ErrUnreachable,
		},
		{
			"another key than before",
			"@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\nfatal: Could not read from remote repository.\n",
			"origin shows another key than the one that this machine knows: Host key verification failed.", ErrUnreachable,
		},
		{
			"a lock that nobody takes away",
			"remote: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/hub.git/refs/heads/main.lock': File exists.\n!\tmain:refs/heads/main\t[remote rejected] (failed to update ref)\n" + rejected,
			"origin could not be written, for a lock that a git holds: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/hub.git/refs/heads/main.lock': File exists.", ErrMoved,
		},
		{
			"a hook of this repository",
			"not today\n" + rejected,
			"the hook pre-push of this repository refused it: not today", nil,
		},
	} {
		err := Upstream{Remote: "origin"}.explain(&gitError{stderr: c.said, err: errors.New("exit status 1")})
		if err.Error() != c.want || c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%s: %q, caused by %v", c.name, err, errors.Unwrap(err))
		}
	}
}
