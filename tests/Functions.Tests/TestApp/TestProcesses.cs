using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Proctoring.Testing;

/// <summary>What .NET's <see cref="Process"/> does not offer.</summary>
static class TestProcesses
{
    /// <summary>Processes that were started for this data folder and still run.</summary>
    public static List<int> Of(string dataFolder)
    {
        if (!OperatingSystem.IsLinux()) return [];
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                if (File.ReadAllText($"{folder}/cmdline").Contains(dataFolder, StringComparison.Ordinal)) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or not ours.
            }
        }
        return found;
    }

    /// <summary>Presses Ctrl-C.</summary>
    public static void Interrupt(Process process)
    {
        const int interrupt = 2;
        const int terminate = 15;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            process.Kill(entireProcessTree: true);
            return;
        }
        // A shell that starts something in the background has it ignore Ctrl-C, and its children with it.
        var ignored = OperatingSystem.IsLinux()
            && File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
            && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & (1UL << (interrupt - 1))) != 0;
        _ = Signal(process.Id, ignored ? terminate : interrupt);

        [DllImport("libc", EntryPoint = "kill")]
        static extern int Signal(int process, int signal);
    }
}
