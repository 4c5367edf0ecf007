from django.core.management.base import BaseCommand, CommandError

from accounts.entry import brake
from accounts.entry.addresses import is_loopback, network_at
from accounts.models import User
from hemao.typed import typed


class Command(BaseCommand):
    help = (
        "解除登录暂停：写用户名，解除这个账号的（别人试错太多，本人又没有登录过的电脑可用时）；"
        "写 --address，解除一个网络的"
    )

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="用户名")
        parser.add_argument("--address", help="暂停了的网络里的一个地址（登录暂停的页面上写着）")

    def handle(self, name, address, **options):
        if not (name or address):
            raise CommandError("请写用户名，或者写 --address 和地址。")
        user, network = name and named(name), address and meant(address)
        if network:
            self.stdout.write(lift_network(network))
        if user:
            brake.lift(user)
            self.stdout.write(f"{user} 的登录暂停已经解除。登录失败的记录都还在。")
        for held in brake.held_networks():
            self.stdout.write(still(held))


def named(name):
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"没有用户名是 {name} 的账号。")
    return user


def meant(address):
    network = network_at(address)
    if network is None:
        raise CommandError(
            f"{address} 不是一个网络地址，请写成 192.0.2.7 或者 2001:db8::7 的样子。"
        )
    if is_loopback(address):
        raise CommandError(f"{address} 是服务器自己的地址，从来不暂停。")
    return network


def lift_network(network):
    if not brake.is_held(network):
        return f"网络 {network} 今天没有暂停，不用解除。"
    brake.lift_network(network)
    return f"网络 {network} 的登录暂停已经解除，输错的次数从现在起重新算。登录失败的记录都还在。"


def still(network):
    return (
        f"网络 {network} 今天输错太多，仍在暂停：没有登录过的手机和电脑从那里谁也登录不了。"
        f"要解除，请执行 {typed(f'unlock --address {network}')}。"
    )
