using System.Diagnostics;

namespace Proctoring.Functions.Tests.Durability;

/// <summary>A disk of its own, small enough to be filled.</summary>
sealed class Tmpfs : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("proctoring-disk-").FullName;

    public Tmpfs(int megabytes)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _path)) throw new InvalidOperationException("No disk could be mounted.");
    }

    /// <summary>Whether this user may.</summary>
    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        try
        {
            new Tmpfs(1).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_path, "data")).FullName;

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 1 << 12])
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    public void Free() => File.Delete(Filler);

    string Filler => Path.Combine(_path, "filler");

    static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        Run("umount", _path);
        Directory.Delete(_path);
    }
}

/// <summary>A test that needs a disk of its own. Where none can be mounted it is skipped, and says so.</summary>
sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute()
    {
        if (!Tmpfs.IsPossible()) Skip = "Needs a disk of its own, and this user may not mount one.";
    }
}
