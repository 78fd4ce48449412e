package cli

import "github.com/spf13/cobra"

func newShow(a *app) *cobra.Command  { return &cobra.Command{Use: "show"} }
func newLog(a *app) *cobra.Command   { return &cobra.Command{Use: "log"} }
func newTrace(a *app) *cobra.Command { return &cobra.Command{Use: "trace"} }
