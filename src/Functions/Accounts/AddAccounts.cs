using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .AddTable(UserStore.Table)
        .AddSingleton<UserStore>();
}
