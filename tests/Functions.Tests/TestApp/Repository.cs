namespace Proctoring.Testing;

/// <summary>The folder that all of this lies in.</summary>
static class Repository
{
    static readonly string Folder = Find();

    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Folder, .. path]);

    /// <summary>A file of the application's own build, made with the same configuration as these tests.</summary>
    public static string Built(string file)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return File("src", "Functions", "bin", configuration, "net10.0", file);
    }

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Proctoring.sln")))
                return folder.FullName;
        throw new FileNotFoundException("The tests do not run inside the repository.");
    }
}
