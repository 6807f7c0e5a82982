using QuestPDF.Infrastructure;

namespace QuestPDF;

/// <summary>Process-wide settings, as in the real package: without a licence declared, no document is made.</summary>
public static class Settings
{
    public static LicenseType? License { get; set; }

    /// <summary>The stand-in never looks at the machine's fonts; it has those in the folder <c>fonts</c> beside it.</summary>
    public static bool UseEnvironmentFonts { get; set; } = true;
}
