using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What all reports are written with.</summary>
public sealed class ReportRendererTests
{
    [Fact]
    public async Task AFailedLayoutDoesNotKeepTheNextOnesWaiting()
    {
        var renderer = new ReportRenderer(new ReportOptions());
        var sample = SampleReport.Of(1);
        var broken = sample with { Report = sample.Report with { Organization = null! } };

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<NullReferenceException>(() => WriteAsync(broken).WaitAsync(TimeSpan.FromMinutes(1)));
        for (var i = 0; i < 5; i++)
            Assert.True((await WriteAsync(sample).WaitAsync(TimeSpan.FromMinutes(1))).Length > 1_000);
        // The same on every machine.
        Assert.False(QuestPDF.Settings.UseEnvironmentFonts);

        async Task<MemoryStream> WriteAsync(ReportContent content)
        {
            var output = new MemoryStream();
            await renderer.WriteAsync(content, ReportFormat.Pdf, output, default);
            return output;
        }
    }

    [Theory]
    [InlineData("Reports:FontFolder", "/no/such/folder")]
    [InlineData("Reports:QuestPdfLicense", "77")]
    [InlineData("Reports:QuestPdfLicense", "Free")]
    public void SettingsThatCannotBeAreRefusedAtTheStart(string key, string value)
    {
        using var services = Services((key, value));
        // As the text of a licence that there is not cannot even be read.
        Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void SettingsMayBeLeftOut()
    {
        using var services = Services(("Reports:FontFolder", ""));
        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal(LicenseType.Community, services.GetRequiredService<ReportOptions>().QuestPdfLicense);

        using var others = Services(("Reports:QuestPdfLicense", "Professional"), ("Reports:FontFolder", Path.GetTempPath()));
        others.GetRequiredService<IStartupValidator>().Validate();
        var options = others.GetRequiredService<ReportOptions>();
        Assert.Equal((LicenseType.Professional, Path.GetTempPath()), (options.QuestPdfLicense, options.FontFolder));
    }

    static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddReports().BuildServiceProvider();
    }
}
