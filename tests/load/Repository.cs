namespace Proctoring.Load;

static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: the configuration that this program itself was built in.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Proctoring.sln"))) return folder.FullName;
        throw new InvalidOperationException("The load test runs from a checkout of the repository.");
    }
}
