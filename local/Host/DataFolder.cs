using System.Security.Cryptography;
using System.Text.Json;

namespace Proctoring.Local.Host;

/// <summary>The folder of one running copy. Holds its lock as long as the process lives, however it ends.</summary>
sealed class DataFolder : IDisposable
{
    readonly FileStream _lock;

    DataFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <returns>Null if a live copy uses the folder.</returns>
    public static DataFolder? TryOpen(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            // The system releases the lock even when the process is killed.
            var file = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(path, file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary><c>.local</c> at the root of the repository that holds the current folder or the program; else in the current folder.</summary>
    public static string DefaultParent()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "Proctoring.sln")))
                    return System.IO.Path.Combine(folder.FullName, ".local");
        return System.IO.Path.Combine(Environment.CurrentDirectory, ".local");
    }

    /// <summary>A random secret that is made once and kept in the folder, readable by its owner only.</summary>
    public string Secret(string name)
    {
        var file = System.IO.Path.Combine(Path, "secrets.json");
        var secrets = File.Exists(file)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(file))!
            : [];
        if (secrets.TryGetValue(name, out var secret)) return secret;

        secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        secrets[name] = secret;
        var next = file + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(next, options)) JsonSerializer.Serialize(stream, secrets);
        File.Move(next, file, overwrite: true);
        return secret;
    }

    public void Dispose() => _lock.Dispose();
}
