package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestHookOverSSH pushes through Debian's sshd with a forced command: one entry, a
// push of 10,000 new objects, two pushes at once, and what the hook refuses.
func TestHookOverSSH(t *testing.T) {
	s := newServer(t)
	s.sshd(t)
	s.git(t, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
	s.sc(t, "note", "2", "-m", "x")
	s.git(t, s.clone, "push", "-q", "origin", "main")
	s.files(t, 10000)
	s.git(t, s.clone, "push", "-q", "origin", "main")
	s.pushTwoAtOnce(t)
	s.git(t, s.clone, "reset", "-q", "--hard", "HEAD^^")
	if said := s.refused(t, "push", "--force", "origin", "main"); !strings.Contains(said, "remote: E_FORK ") {
		t.Errorf("a force push is refused with\n%s", said)
	}
	if found := s.git(t, s.bare, "fsck", "--strict", "--no-dangling"); found != "" {
		t.Errorf("git fsck: %s", found)
	}
}

// pushTwoAtOnce lets two clones push an entry each at the same time: one lands.
func (s *server) pushTwoAtOnce(t *testing.T) {
	t.Helper()
	other := *s
	other.clone = filepath.Join(filepath.Dir(s.bare), "other")
	s.git(t, filepath.Dir(s.bare), "clone", "-q", "origin:"+s.bare, other.clone)
	var landed [2]error
	var both sync.WaitGroup
	for i, one := range []*server{s, &other} {
		one.sc(t, "note", "2", "--offline", "-m", fmt.Sprint("at once ", i))
		cmd := exec.Command("git", "push", "-q", "origin", "main")
		cmd.Dir, cmd.Env = one.clone, one.env
		both.Go(func() { landed[i] = cmd.Run() })
	}
	both.Wait()
	if (landed[0] == nil) == (landed[1] == nil) {
		t.Errorf("of two pushes at once, the first: %v, the second: %v", landed[0], landed[1])
	}
	s.git(t, s.bare, "symbolic-ref", "HEAD", "refs/heads/main")
	s.run(t, s.bare, exec.Command(filepath.Join(filepath.Dir(s.bare), "sc"), "verify"))
	if landed[0] != nil {
		s.git(t, s.clone, "fetch", "-q", "origin")
		s.git(t, s.clone, "reset", "-q", "--hard", "origin/main")
	}
}

// sshd makes "origin" a server that is reached by ssh. No port is opened: ssh starts
// the server itself and talks to it through pipes.
func (s *server) sshd(t *testing.T) {
	need := func(tool string) string { return needTool(t, tool) }
	server, client, keygen := need("/usr/sbin/sshd"), need("ssh"), need("ssh-keygen")
	if os.Geteuid() == 0 {
		if err := os.Mkdir("/run/sshd", 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			t.Skip("sshd cannot run as root here: ", err)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"host", "user"} {
		s.run(t, dir, exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-f", name))
	}
	public, err := os.ReadFile(filepath.Join(dir, "user.pub"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Dir(s.bare) + string(filepath.ListSeparator) + os.Getenv("PATH")
	forced := "command=\"PATH='" + path + "' git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"\",restrict "
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	config := write("sshd_config", "HostKey "+filepath.Join(dir, "host")+"\nAuthorizedKeysFile "+write("authorized", forced+string(public))+
		"\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin forced-commands-only\nPidFile none\n"+
		"SetEnv HOME="+dir+"\n") // the login shell of a connection reads no files of this user's
	proxy := "ProxyCommand=" + server + " -i -f " + config
	s.env = append(s.env, "GIT_SSH_COMMAND="+client+" -F none -i "+filepath.Join(dir, "user")+" -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile="+
		filepath.Join(dir, "known")+" -o LogLevel=ERROR -o '"+proxy+"'")
	s.git(t, s.clone, "remote", "set-url", "origin", "origin:"+s.bare)
}
