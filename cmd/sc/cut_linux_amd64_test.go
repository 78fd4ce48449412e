package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// cutter runs a program, and all that it starts, under the system's eyes (ptrace),
// and does something to it at the n-th write point: a call that makes, fills, names
// or removes a file or a folder.
//
//	cutter [-within DIR] [-log FILE] [-at N] [-how HOW] [-after D] PROGRAM ARG…
//
// HOW is what happens there: "kill" ends the program alone, as kill -9 does, and git
// goes on; "power" ends all at once; "full" lets every later call that needs room
// fail as on a full disk, "readonly" every one as on a file system that is read-only.
// With -after the end comes after that time and not at a point. Without either, the
// points are only counted. FILE gets a line for each: the call, whether git or sc
// made it, and the file.
func cutter() {
	c := &cut{tasks: map[int]*task{}}
	flag.StringVar(&c.within, "within", "/", "")
	flag.StringVar(&c.log, "log", "", "")
	flag.IntVar(&c.at, "at", 0, "")
	flag.StringVar(&c.how, "how", "", "")
	flag.DurationVar(&c.after, "after", 0, "")
	flag.Parse()
	if err := c.run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "cutter:", err)
		os.Exit(99)
	}
	os.Exit(c.code)
}

// canCut reports whether write points can be found on this system.
func canCut() error {
	cmd := exec.Command("true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	return nil
}

// inMemory makes a folder on a file system that lies in memory.
func inMemory() (string, error) {
	const shared, tmpfs = "/dev/shm", 0x01021994
	var fs syscall.Statfs_t
	if err := syscall.Statfs(shared, &fs); err != nil || fs.Type != tmpfs {
		return "", fmt.Errorf("%s is no tmpfs here", shared)
	}
	return os.MkdirTemp(shared, "sc-killed-")
}

type cut struct {
	within, log, how string
	at               int
	after            time.Duration

	first  int // the program's own process
	tasks  map[int]*task
	points bytes.Buffer
	n      int
	code   int
	dead   bool // the cut was made
	late   atomic.Bool
}

// task is a thread that is watched.
type task struct {
	process int
	errno   syscall.Errno // what its call is to fail with
}

const (
	traceAll = syscall.PTRACE_O_TRACESYSGOOD | syscall.PTRACE_O_TRACECLONE | syscall.PTRACE_O_TRACEFORK |
		syscall.PTRACE_O_TRACEVFORK | syscall.PTRACE_O_TRACEEXEC | 0x100000 // and all ends with the tracer
	allThreads = 0x40000000 // __WALL
)

func (c *cut) run(args []string) error {
	runtime.LockOSThread() // ptrace knows the thread
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	c.first = cmd.Process.Pid
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(c.first, &ws, allThreads, nil); err != nil {
		return err
	}
	c.tasks[c.first] = &task{process: c.first}
	if err := syscall.PtraceSetOptions(c.first, traceAll); err != nil {
		return err
	}
	if c.after > 0 {
		time.AfterFunc(c.after, func() { c.late.Store(true) })
	}
	if err := syscall.PtraceSyscall(c.first, 0); err != nil {
		return err
	}
	c.watch()
	if c.log == "" {
		return nil
	}
	return os.WriteFile(c.log, c.points.Bytes(), 0o644)
}

// watch goes on until nothing runs any more: git may outlive the program.
func (c *cut) watch() {
	for {
		var ws syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &ws, allThreads, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return
		}
		if ws.Exited() || ws.Signaled() {
			if pid == c.first {
				c.code = ws.ExitStatus()
				if ws.Signaled() {
					c.code = 128 + int(ws.Signal())
				}
			}
			delete(c.tasks, pid)
			continue
		}
		_ = syscall.PtraceSyscall(pid, c.stopped(pid, ws)) // it may be gone by now
	}
}

// stopped sees why a thread stands still, and gives the signal to go on with.
func (c *cut) stopped(pid int, ws syscall.WaitStatus) int {
	if c.late.Load() && !c.dead {
		c.end()
	}
	t := c.tasks[pid]
	if t == nil { // its first stop
		t = &task{process: processOf(pid)}
		c.tasks[pid] = t
		if ws.StopSignal() == syscall.SIGSTOP {
			return 0
		}
	}
	switch sig := ws.StopSignal(); {
	case sig == syscall.SIGTRAP|0x80:
		c.called(pid, t)
		return 0
	case sig == syscall.SIGTRAP:
		return 0
	default:
		return int(sig)
	}
}

// processOf is the process that a thread belongs to.
func processOf(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if id, ok := strings.CutPrefix(line, "Tgid:"); ok {
			var n int
			fmt.Sscan(id, &n)
			return n
		}
	}
	return pid
}

// callInfo is struct ptrace_syscall_info at the entry of a call.
type callInfo struct {
	op     uint8
	_      [3]uint8
	_      uint32
	_, _   uint64
	number uint64
	args   [6]uint64
	_      uint64
}

func (c *cut) called(pid int, t *task) {
	var info callInfo
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PTRACE, 0x420e, uintptr(pid), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0); e != 0 {
		return
	}
	if info.op != 1 {
		c.returned(pid, t)
		return
	}
	p := c.point(pid, t, info)
	if p == nil {
		return
	}
	c.n++
	fmt.Fprintf(&c.points, "%s\t%s\t%s\n", p.call, p.by, strings.Join(p.files, "\t"))
	switch {
	case c.at == 0 || c.n < c.at || c.how == "":
	case c.how == "kill" || c.how == "power":
		if !c.dead {
			c.end()
		}
	case c.how == "readonly":
		c.fail(pid, t, syscall.EROFS)
	case p.room:
		c.fail(pid, t, syscall.ENOSPC)
	}
}

// end kills the program, or all.
func (c *cut) end() {
	c.dead = true
	_ = syscall.Kill(c.first, syscall.SIGKILL)
	if c.how != "power" {
		return
	}
	for _, t := range c.tasks {
		_ = syscall.Kill(t.process, syscall.SIGKILL)
	}
}

// fail lets the call come to nothing.
func (c *cut) fail(pid int, t *task, errno syscall.Errno) {
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) == nil {
		regs.Orig_rax = ^uint64(0)
		_ = syscall.PtraceSetRegs(pid, &regs)
		t.errno = errno
	}
}

func (c *cut) returned(pid int, t *task) {
	if t.errno == 0 {
		return
	}
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) == nil {
		regs.Rax = uint64(-int64(t.errno))
		_ = syscall.PtraceSetRegs(pid, &regs)
	}
	t.errno = 0
}

// point is one write point.
type point struct {
	call  string
	by    string // sc or git
	files []string
	room  bool // it needs room on the disk
}

// What the arguments of a call are.
const (
	noName   = iota
	byPath   // a path
	inFolder // a folder's descriptor, then a path
	byHandle // a file's descriptor
)

// writeCalls are the calls that write, and where their files are named.
var writeCalls = map[uint64]struct {
	name string
	args [2]int // what stands at which place
	at   [2]int
	room bool
}{
	syscall.SYS_OPEN:      {"create", [2]int{byPath}, [2]int{0}, true},
	syscall.SYS_OPENAT:    {"create", [2]int{inFolder}, [2]int{0}, true},
	syscall.SYS_WRITE:     {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_PWRITE64:  {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_WRITEV:    {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_FTRUNCATE: {"truncate", [2]int{byHandle}, [2]int{0}, false},
	syscall.SYS_FSYNC:     {"sync", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_FDATASYNC: {"sync", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_MKDIR:     {"mkdir", [2]int{byPath}, [2]int{0}, true},
	syscall.SYS_MKDIRAT:   {"mkdir", [2]int{inFolder}, [2]int{0}, true},
	syscall.SYS_RENAME:    {"rename", [2]int{byPath, byPath}, [2]int{0, 1}, false},
	syscall.SYS_RENAMEAT:  {"rename", [2]int{inFolder, inFolder}, [2]int{0, 2}, false},
	316:                   {"rename", [2]int{inFolder, inFolder}, [2]int{0, 2}, false}, // renameat2
	syscall.SYS_LINK:      {"link", [2]int{byPath, byPath}, [2]int{0, 1}, true},
	syscall.SYS_LINKAT:    {"link", [2]int{inFolder, inFolder}, [2]int{0, 2}, true},
	syscall.SYS_UNLINK:    {"remove", [2]int{byPath}, [2]int{0}, false},
	syscall.SYS_UNLINKAT:  {"remove", [2]int{inFolder}, [2]int{0}, false},
	syscall.SYS_RMDIR:     {"remove", [2]int{byPath}, [2]int{0}, false},
}

// point is the write point that a call is; nil for any other.
func (c *cut) point(pid int, t *task, info callInfo) *point {
	kind, ok := writeCalls[info.number]
	if !ok {
		return nil
	}
	flags := uint64(0)
	switch info.number {
	case syscall.SYS_OPEN:
		flags = info.args[1]
	case syscall.SYS_OPENAT:
		flags = info.args[2]
	}
	if kind.name == "create" && flags&(syscall.O_CREAT|syscall.O_TRUNC) == 0 {
		return nil
	}
	p := &point{call: kind.name, by: "git", room: kind.room}
	if t.process == c.first {
		p.by = "sc"
	}
	for i, arg := range kind.args {
		if arg != noName {
			p.files = append(p.files, file(pid, arg, info.args[kind.at[i]:]))
		}
	}
	if !slices.ContainsFunc(p.files, func(f string) bool { return strings.HasPrefix(f, c.within+"/") }) {
		return nil
	}
	return p
}

// file is the path that a call's arguments name.
func file(pid, kind int, args []uint64) string {
	proc := fmt.Sprintf("/proc/%d/", pid)
	folder, name := proc+"cwd", ""
	switch kind {
	case byHandle:
		target, _ := os.Readlink(fmt.Sprintf("%sfd/%d", proc, int32(args[0])))
		return target
	case byPath:
		name = text(pid, args[0])
	case inFolder:
		name = text(pid, args[1])
		if int32(args[0]) != -100 { // AT_FDCWD
			folder = fmt.Sprintf("%sfd/%d", proc, int32(args[0]))
		}
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	dir, _ := os.Readlink(folder)
	return filepath.Join(dir, name)
}

// text reads what stands at an address of the program's.
func text(pid int, address uint64) string {
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return ""
	}
	defer mem.Close()
	var all []byte
	for len(all) < syscall.PathMax {
		part := make([]byte, 256-address%256) // never over the end of a page
		n, err := mem.ReadAt(part, int64(address))
		if end := bytes.IndexByte(part[:n], 0); end >= 0 {
			return string(append(all, part[:end]...))
		}
		if err != nil {
			return ""
		}
		all, address = append(all, part[:n]...), address+uint64(n)
	}
	return string(all)
}
